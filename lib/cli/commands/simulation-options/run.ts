import { SIMULATION_DEFAULTS as DEFAULTS } from '../../../simulator/plan/options.js';
import { absent, flag, optional } from '../../options/option.js';
import { filePath, share } from '../../options/parsers.js';
import { count } from '../../options/simulation-parsers.js';

const group = 'The run:';

/** How it is carried out and shown. */
export const RUN_OPTIONS = {
  warmup: absent(
    {
      describe: 'Share of the requests, at the beginning, that does not count',
      defaultText: '0.1; with a scenario 0',
      group,
    },
    share,
  ),
  seed: optional({ describe: 'The same seed, the same run, on any machine', group }, count(0), DEFAULTS.seed),
  replications: optional(
    { describe: 'Runs with this seed and the next ones, in threads of their own', group },
    count(1),
    DEFAULTS.replications,
  ),
  json: flag({ describe: 'Print the result as one JSON object', group }),
  html: absent(
    {
      describe: 'Write a page with plots to this file, which needs nothing else',
      defaultText: 'none',
      file: 'written',
      group,
    },
    filePath,
  ),
  yes: flag({ describe: 'Do not ask, however long it will take', group }),
};
