import { BALANCER_DEFAULTS as DEFAULTS, OBSERVED, ON_FAILOVER } from '../../../control/defaults.js';
import { flag, optional } from '../../options/option.js';
import { choice, positiveDuration, positiveInteger } from '../../options/parsers.js';

const group = 'Health:';

/** When a backend counts as up, and what becomes of its clients when it no longer does. */
export const HEALTH_OPTIONS = {
  'health-check-interval': optional(
    { describe: 'Between two probes of one backend', defaultText: '5s', group },
    positiveDuration,
    DEFAULTS.healthCheckIntervalMs,
  ),
  'health-check-timeout': optional(
    { describe: 'Timeout of one probe', defaultText: '2s', group },
    positiveDuration,
    DEFAULTS.healthCheckTimeoutMs,
  ),
  'health-check-rise': optional(
    { describe: 'Good probes in a row that bring a backend up', group },
    positiveInteger,
    DEFAULTS.healthCheckRise,
  ),
  'health-check-fall': optional(
    { describe: 'Failed probes in a row that take a backend down', group },
    positiveInteger,
    DEFAULTS.healthCheckFall,
  ),
  'dns-interval': optional(
    { describe: "Interval between two lookups of a backend's host name", defaultText: '30s', group },
    positiveDuration,
    DEFAULTS.dnsIntervalMs,
  ),
  observe: optional(
    {
      describe:
        'What counts against a backend too: connect (it cannot be reached) or traffic (also that it ends a connection unanswered)',
      group,
    },
    choice(OBSERVED),
    DEFAULTS.observe,
  ),
  'on-failover': optional(
    { describe: 'keep live connections to a backend that goes down, or close them', group },
    choice(ON_FAILOVER),
    DEFAULTS.onFailover,
  ),
  reroute: flag({
    describe: 'Move live clients of a lost backend to another; for line protocols only',
    group,
  }),
};
