import { algorithm } from '../../control/algorithm-kind.js';
import { group, optional, required } from '../../schema/option.js';
import { text } from '../../schema/word.js';
import { defineCommand } from '../command.js';
import { COMMON, json } from '../options/groups.js';

const help =
  'Recording that lbsim balance --record wrote, - for standard input; also as a positional argument';

const options = {
  ...group('Recording:', {
    file: required({ ...text, file: 'read', range: 'file' }, help),
    algorithm: optional(
      algorithm,
      'File of the algorithm, if the recording was made with your own: ./mine.js',
      { defaultText: 'none' },
    ),
    json,
  }),
  ...COMMON,
};

export const replayCommand = defineCommand({
  options,
  positionals: [{ option: 'file', shown: 'FILE' }],
  details:
    'Rebuilds the scheduler, SESSION_MAP and pool of that balancer, tells them in virtual time what those ' +
    'were told, and compares each pick. Exit status 1 if one differs, 2 if the file is not a recording.',
  examples: [
    ['lbsim balance --backends localhost:8881,localhost:8882 --record run.jsonl', 'record a run'],
    ['lbsim replay run.jsonl', 'replay it'],
    ['lbsim replay run.jsonl --algorithm ./mine.js', 'one that your own algorithm made'],
    ['zcat run.jsonl.gz | lbsim replay - --json', 'one that was compressed, as a script wants it'],
  ],
  async run(values) {
    const { runReplayCommand } = await import('../replay.js');
    const { file, algorithm, json } = values;
    return runReplayCommand({ file, algorithm, json, noColor: values['no-color'] });
  },
});
