import { MAX_CHOICES, SAMPLES } from '../../../schedulers/options.js';
import { SIMULATION_DEFAULTS as DEFAULTS } from '../../../simulator/plan/options.js';
import { flag, optional } from '../../options/option.js';
import { choice, integer } from '../../options/parsers.js';
import { count, virtualTime } from '../../options/simulation-parsers.js';

const group = 'Balancers:';

/** How the balancers decide. */
export const POLICY_OPTIONS = {
  choices: optional(
    { describe: 'How many backends power-of-two and peak-ewma draw and compare', group },
    integer(1, MAX_CHOICES),
    DEFAULTS.choices,
  ),
  sample: optional(
    { describe: 'Whether these are distinct, or independent draws', group },
    choice(SAMPLES),
    DEFAULTS.sample,
  ),
  'ewma-decay': optional(
    { describe: 'In how many mean service times a latency fades with peak-ewma', group },
    virtualTime,
    DEFAULTS.ewmaDecay,
  ),
  balancers: optional(
    { describe: 'Independent balancers that each see only their own connections', group },
    count(1),
    DEFAULTS.balancers,
  ),
  sticky: flag({ describe: 'Clients stick to their backends by SESSION_MAP; needs --keys', group }),
};
