import { DISCIPLINES } from '../../../simulator/backends/fleet.js';
import { SIMULATION_DEFAULTS as DEFAULTS } from '../../../simulator/plan/options.js';
import { absent, optional, type Option } from '../../options/option.js';
import { choice } from '../../options/parsers.js';
import { backendsOrSpeeds, count, weightList } from '../../options/simulation-parsers.js';

const group = 'Backends:';

const backends: Option<number | readonly number[]> = {
  describe: 'How many of speed 1; or their speeds, as in 1,1,2,4',
  defaultText: String(DEFAULTS.backends),
  group,
  parse: backendsOrSpeeds,
  fallback: { value: DEFAULTS.backends },
};

/** The backends. */
export const SYSTEM_OPTIONS = {
  backends,
  weights: absent(
    { describe: 'Their weights, 1 to 256, as in 1,1,1,1', defaultText: 'in proportion to the speeds', group },
    weightList,
  ),
  slots: optional(
    { describe: 'Requests that a backend works on at once: servers of its queue', group },
    count(1),
    DEFAULTS.slots,
  ),
  discipline: optional(
    { describe: 'fifo: in turn, each to its end; ps: all at once, sharing (processor sharing)', group },
    choice(DISCIPLINES),
    DEFAULTS.discipline,
  ),
  'queue-limit': absent(
    { describe: 'Requests that may wait at a backend; past it they fail', defaultText: 'unlimited', group },
    count(0),
  ),
};
