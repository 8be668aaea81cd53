import { BALANCER_DEFAULTS as DEFAULTS } from '../../../control/defaults.js';
import { absent, optional } from '../../options/option.js';
import { duration, integer, positiveInteger } from '../../options/parsers.js';

const group = 'Limits:';

/** How many are served at once, and how many wait. */
export const LIMITS_OPTIONS = {
  'max-connections': optional(
    { describe: 'Clients served at once; past it new ones wait in the queue', group },
    positiveInteger,
    DEFAULTS.maxConnections,
  ),
  'max-per-backend': absent(
    {
      describe: 'Open connections per backend; past it clients wait in the queue',
      defaultText: 'unlimited',
      group,
    },
    positiveInteger,
  ),
  'queue-max': optional(
    { describe: 'Clients that may wait in the queue; past it they are closed', group },
    integer(0),
    DEFAULTS.queueMax,
  ),
  'queue-timeout': optional(
    { describe: 'How long one waits in the queue before it is closed', defaultText: '30s', group },
    duration,
    DEFAULTS.queueTimeoutMs,
  ),
};
