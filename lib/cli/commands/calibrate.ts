import { group, required } from '../../schema/option.js';
import { text } from '../../schema/word.js';
import { defineCommand } from '../command.js';
import { COMMON, json } from '../options/groups.js';

const help =
  'Recording that lbsim balance --record wrote, - for standard input; also as a positional argument';

const options = {
  ...group('Recording:', {
    file: required({ ...text, file: 'read', range: 'file' }, help),
    json,
  }),
  ...COMMON,
};

export const calibrateCommand = defineCommand({
  options,
  positionals: [{ option: 'file', shown: 'FILE' }],
  details:
    'Prints what a simulation of that run needs to know: how requests arrived (rate, squared coefficient of variation), and of each ' +
    'backend the service times, the distribution that fits them best, and how many connections it serves at once; then the ' +
    'line that simulates it. The recording has to have at least 100 requests. Exit status 2 if the file is not a recording.',
  examples: [
    ['lbsim balance --backends localhost:8881,localhost:8882 --record run.jsonl', 'record a run'],
    ['lbsim calibrate run.jsonl', 'what a simulation needs to know of it'],
    ['lbsim simulate --arrivals trace:run.jsonl --service empirical:run.jsonl --backends 2', 'simulate it'],
    ['zcat run.jsonl.gz | lbsim calibrate - --json', 'one that was compressed, as a script wants it'],
  ],
  async run(values) {
    const { runCalibrateCommand } = await import('../calibrate.js');
    const { file, json } = values;
    return runCalibrateCommand({ file, json });
  },
});
