import { BALANCER_DEFAULTS as DEFAULTS, SEND_PROXY } from '../../../control/defaults.js';
import { MAX_KEEPALIVE_MS } from '../../../net/timers.js';
import { logConnections } from '../../options/log-connections.js';
import { optional } from '../../options/option.js';
import { choice, duration, durationUpTo, positiveDuration } from '../../options/parsers.js';

const group = 'Connections:';

/** The life of a connection. */
export const CONNECTION_OPTIONS = {
  'send-proxy': optional(
    {
      describe: 'PROXY protocol header that backends are sent: v1, v2 or off',
      group,
    },
    choice(SEND_PROXY),
    DEFAULTS.sendProxy,
  ),
  'wait-for-backend-timeout': optional(
    {
      describe: 'How long a client waits while no backend is up; 0 refuses at once',
      defaultText: '30s',
      group,
    },
    duration,
    DEFAULTS.waitForBackendTimeoutMs,
  ),
  'connect-timeout': optional(
    { describe: 'For one attempt to reach a backend', defaultText: '2s', group },
    positiveDuration,
    DEFAULTS.connectTimeoutMs,
  ),
  'idle-timeout': optional(
    {
      describe: 'A connection is closed when no byte passes for so long',
      defaultText: '1h',
      group,
    },
    positiveDuration,
    DEFAULTS.idleTimeoutMs,
  ),
  'half-close-timeout': optional(
    {
      describe: 'The same, once one side has finished',
      defaultText: '1m',
      group,
    },
    positiveDuration,
    DEFAULTS.halfCloseTimeoutMs,
  ),
  'tcp-keepalive': optional(
    {
      describe:
        'Silence after which TCP keep-alive probes look for a peer that has vanished, in whole seconds (rounded up), at most 32767s; 0 turns them off',
      defaultText: '1m',
      group,
    },
    durationUpTo(MAX_KEEPALIVE_MS / 1000),
    DEFAULTS.tcpKeepaliveMs,
  ),
  'drain-timeout': optional(
    {
      describe: 'How long live connections may finish after SIGTERM',
      defaultText: '10s',
      group,
    },
    duration,
    DEFAULTS.drainTimeoutMs,
  ),
  'log-connections': logConnections(group),
};
