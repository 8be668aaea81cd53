import { BALANCER_DEFAULTS as DEFAULTS } from '../../../control/defaults.js';
import { absent } from '../../options/option.js';
import { filePath, integer, positiveInteger } from '../../options/parsers.js';

const group = 'Repeating it:';

/** What makes a run one that can be repeated. */
export const RECORDING_OPTIONS = {
  record: absent(
    {
      describe: 'Write all that decides who gets a connection to this file, anew, for lbsim replay',
      defaultText: 'none',
      file: 'written',
      group,
    },
    filePath,
  ),
  'record-max': absent(
    {
      describe: 'Lines that the recording may have; past it the balancer goes on without',
      defaultText: String(DEFAULTS.recordMax),
      group,
    },
    positiveInteger,
  ),
  seed: absent(
    {
      describe: 'Of the lots that random algorithms draw: the same seed, the same draws',
      defaultText: 'random',
      group,
    },
    integer(0),
  ),
};
