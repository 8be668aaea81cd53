import { BALANCER_DEFAULTS as DEFAULTS, STICKY_KEYS } from '../../../control/defaults.js';
import { MAX_STICKY_MAX } from '../../../routing/session-map.js';
import { MAX_CHOICES, SAMPLES } from '../../../schedulers/options.js';
import { ALGORITHMS_TEXT, algorithmOrFile } from '../../options/algorithms.js';
import { absent, optional, required } from '../../options/option.js';
import { backendList, choice, duration, integer, positiveDuration } from '../../options/parsers.js';

const group = 'Who gets a connection:';

/** Which backend a client is given. */
export const ROUTING_OPTIONS = {
  backends: required(
    {
      describe: 'Comma-separated list of [name=]host:port[@weight]; may repeat',
      joinedBy: ',',
      group,
    },
    backendList,
  ),
  backup: absent(
    {
      describe: 'Backends, as in --backends, that are used only while no other is up',
      defaultText: 'none',
      joinedBy: ',',
      group,
    },
    backendList,
  ),
  algorithm: optional(
    { describe: `One of ${ALGORITHMS_TEXT}`, file: 'module', group },
    algorithmOrFile,
    DEFAULTS.algorithm,
  ),
  choices: optional(
    { describe: 'Backends that power-of-two and peak-ewma draw at random, to take the best', group },
    integer(1, MAX_CHOICES),
    DEFAULTS.choices,
  ),
  sample: optional(
    { describe: 'How they draw: distinct backends, or independent draws that may give one twice', group },
    choice(SAMPLES),
    DEFAULTS.sample,
  ),
  'ewma-decay': optional(
    { describe: 'In how long a latency counts for 1/e with peak-ewma', defaultText: '10s', group },
    positiveDuration,
    DEFAULTS.ewmaDecayMs,
  ),
  'sticky-key': optional(
    { describe: 'What a client is known by: ip, ip-port or none (no sticky sessions)', group },
    choice(STICKY_KEYS),
    DEFAULTS.stickyKey,
  ),
  'sticky-max': optional(
    { describe: 'Clients remembered; past it the least recently used is forgotten', group },
    integer(1, MAX_STICKY_MAX),
    DEFAULTS.stickyMax,
  ),
  'sticky-ttl': optional(
    { describe: 'How long an idle client is remembered', defaultText: '1h', group },
    positiveDuration,
    DEFAULTS.stickyTtlMs,
  ),
  'slow-start': optional(
    {
      describe: 'How long a backend that came back takes until it gets its full share',
      defaultText: 'off',
      group,
    },
    duration,
    DEFAULTS.slowStartMs,
  ),
};
