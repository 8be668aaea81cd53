import type { LiveSettings } from '../control/live-settings.js';

const PROBED = 'each backend is probed now; its state is kept until then';
const NEW_CLIENTS = 'for new clients; those that are connected stay';

/** What comes of a setting that changes while the balancer runs. */
const EFFECTS: Partial<Record<keyof LiveSettings, string>> = {
  stickyKey: 'SESSION_MAP is cleared: its keys mean something else',
  stickyMax: 'at once; the least recently used entries beyond it are forgotten',
  stickyTtlMs: 'for entries that are made, or whose clients leave, from now on',
  slowStartMs: 'for slow starts that are under way as well',
  maxPerBackend: 'at once',
  onFailover: 'at the next failover',
  dnsIntervalMs: 'from the next lookup on',
  healthCheck: PROBED,
  healthCheckIntervalMs: PROBED,
  healthCheckTimeoutMs: PROBED,
  healthCheckRise: PROBED,
  healthCheckFall: PROBED,
  idleTimeoutMs: 'for all connections',
  halfCloseTimeoutMs: 'for all connections',
  tcpKeepaliveMs: 'for all connections',
  deny: NEW_CLIENTS,
  allow: NEW_CLIENTS,
  drainTimeoutMs: 'at the stop',
};

export function effectOf(setting: keyof LiveSettings): string {
  return EFFECTS[setting] ?? 'for new connections';
}
