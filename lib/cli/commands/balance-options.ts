import { BALANCER_DEFAULTS as DEFAULTS, MAX_STICKY_MAX, STICKY_KEYS } from '../../balancer/defaults.js';
import { LOG_CONNECTIONS } from '../../observe/levels.js';
import { ALGORITHMS } from '../../schedulers/index.js';
import { COMMON } from '../options/groups.js';
import { absent, optional, required } from '../options/option.js';
import {
  backendList,
  choice,
  cidrList,
  duration,
  integer,
  listeningPort,
  positiveDuration,
  positiveInteger,
  workerCount,
} from '../options/parsers.js';

const listen = 'Where it listens:';
const routing = 'Who gets a connection:';
const health = 'Health:';
const admission = 'Who may connect:';
const connections = 'Connections:';

/** What `lbsim balance` takes. */
export const BALANCE_OPTIONS = {
  host: optional(
    { describe: 'Address to listen on; 0.0.0.0 or :: for a LAN', group: listen },
    String,
    DEFAULTS.host,
  ),
  port: optional(
    { describe: 'Port to listen on; 0 for any free one', group: listen },
    listeningPort,
    DEFAULTS.port,
  ),
  workers: optional(
    {
      describe: 'Processes that carry the connections; auto is one for each processor',
      group: listen,
    },
    workerCount,
    1,
  ),
  backends: required(
    {
      describe: 'Comma-separated list of [name=]host:port[@weight]; may repeat',
      joinedBy: ',',
      group: routing,
    },
    backendList,
  ),
  algorithm: optional(
    { describe: `One of ${ALGORITHMS.join(', ')}`, group: routing },
    choice(ALGORITHMS),
    DEFAULTS.algorithm,
  ),
  'sticky-key': optional(
    { describe: 'What a client is known by: ip, ip-port or none (no sticky sessions)', group: routing },
    choice(STICKY_KEYS),
    DEFAULTS.stickyKey,
  ),
  'sticky-max': optional(
    { describe: 'Clients remembered; past it the least recently used is forgotten', group: routing },
    integer(1, MAX_STICKY_MAX),
    DEFAULTS.stickyMax,
  ),
  'sticky-ttl': optional(
    { describe: 'How long an idle client is remembered', defaultText: '1h', group: routing },
    positiveDuration,
    DEFAULTS.stickyTtlMs,
  ),
  'health-check-interval': optional(
    { describe: 'Between two probes of one backend', defaultText: '5s', group: health },
    positiveDuration,
    DEFAULTS.healthCheckIntervalMs,
  ),
  'health-check-timeout': optional(
    { describe: 'After which a probe has failed', defaultText: '1s', group: health },
    positiveDuration,
    DEFAULTS.healthCheckTimeoutMs,
  ),
  'health-check-rise': optional(
    { describe: 'Good probes in a row that bring a backend up', group: health },
    positiveInteger,
    DEFAULTS.healthCheckRise,
  ),
  'health-check-fall': optional(
    { describe: 'Failed probes in a row that take a backend down', group: health },
    positiveInteger,
    DEFAULTS.healthCheckFall,
  ),
  allow: absent(
    {
      describe: 'Networks whose clients may connect, comma-separated CIDRs; may repeat',
      defaultText: 'all',
      joinedBy: ',',
      group: admission,
    },
    cidrList,
  ),
  deny: absent(
    {
      describe: 'Networks whose clients may not, even if allowed; they are reset',
      defaultText: 'none',
      joinedBy: ',',
      group: admission,
    },
    cidrList,
  ),
  'wait-for-backend-timeout': optional(
    {
      describe: 'How long a client waits while no backend is up; 0 refuses at once',
      defaultText: '30s',
      group: connections,
    },
    duration,
    DEFAULTS.waitForBackendTimeoutMs,
  ),
  'connect-timeout': optional(
    { describe: 'For one attempt to reach a backend', defaultText: '2s', group: connections },
    positiveDuration,
    DEFAULTS.connectTimeoutMs,
  ),
  'drain-timeout': optional(
    {
      describe: 'How long live connections may finish after SIGTERM',
      defaultText: '10s',
      group: connections,
    },
    duration,
    DEFAULTS.drainTimeoutMs,
  ),
  'log-connections': optional(
    {
      describe: 'all, none, or auto: one by one up to 50 a second, past that a summary a second',
      group: connections,
    },
    choice(LOG_CONNECTIONS),
    'auto',
  ),
  ...COMMON,
};
