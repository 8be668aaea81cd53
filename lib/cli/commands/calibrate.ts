import { largeInteger } from '../../schema/number.js';
import { flag, group, option, optional, required } from '../../schema/option.js';
import { filePath, text } from '../../schema/word.js';
import { defineCommand } from '../command.js';
import { COMMON, json } from '../options/groups.js';

const help =
  'Recording that lbsim balance --record wrote, - for standard input; also as a positional argument';

const MOST_REPLICATIONS = 1000;

const options = {
  ...group('Recording:', {
    file: required({ ...text, file: 'read', range: 'file' }, help),
    json,
  }),
  ...group('What if:', {
    'what-if': flag(
      'Also replay the run, simulate it under its algorithm, and simulate the same traffic under every other one',
    ),
    html: optional(
      filePath('written'),
      'Write the results of --what-if to this file, as a self-contained page',
      {
        defaultText: 'none',
      },
    ),
    replications: option(largeInteger(1, MOST_REPLICATIONS), 20, 'Runs of each simulation', {
      needs: { one: ['what-if', 'html'], advice: 'add --what-if, or leave it out' },
    }),
  }),
  ...COMMON,
};

export const calibrateCommand = defineCommand({
  options,
  positionals: [{ option: 'file', shown: 'FILE' }],
  details:
    'Prints what a simulation of that run needs to know: how requests arrived (rate, squared coefficient of variation), and of each ' +
    'backend the service times, the distribution that fits them best, and how many connections it serves at once; then the ' +
    'line that simulates it. The recording has to have at least 100 requests. Exit status 2 if the file is not a recording. ' +
    'With --what-if or --html the recorded latencies and shares stand beside those of the simulation of the same run, which says ' +
    'whether it can be trusted here, and beside those of the same traffic under every other algorithm.',
  examples: [
    ['lbsim balance --backends localhost:8881,localhost:8882 --record run.jsonl', 'record a run'],
    ['lbsim calibrate run.jsonl', 'what a simulation needs to know of it'],
    ['lbsim calibrate run.jsonl --html page.html', 'recorded, replayed, simulated, and what if: as a page'],
    ['lbsim simulate --arrivals trace:run.jsonl --service empirical:run.jsonl --backends 2', 'simulate it'],
    ['zcat run.jsonl.gz | lbsim calibrate - --json', 'one that was compressed, as a script wants it'],
  ],
  async run(values) {
    const { runCalibrateCommand } = await import('../calibrate.js');
    const { file, json, html, replications } = values;
    const isSimulated = values['what-if'] || html !== undefined;
    const noColor = values['no-color'];
    return runCalibrateCommand({ file, json, isSimulated, replications, html, noColor });
  },
});
