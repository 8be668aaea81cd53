import type { LiveSettings } from '../control/live-settings.js';

/** What comes of a setting that changes while the balancer runs. */
const EFFECTS: Partial<Record<keyof LiveSettings, string>> = {
  stickyKey: 'SESSION_MAP is cleared: its keys mean something else',
  stickyMax: 'at once; the least recently used entries beyond it are forgotten',
  stickyTtlMs: 'for entries that are made, or whose clients leave, from now on',
  slowStartMs: 'for slow starts that are under way as well',
  maxPerBackend: 'at once',
  onFailover: 'at the next failover',
  dnsIntervalMs: 'from the next lookup on',
  healthCheck: 'each backend is probed now; its state is kept until then',
  healthCheckIntervalMs: 'each backend is probed now; its state is kept until then',
  healthCheckTimeoutMs: 'each backend is probed now; its state is kept until then',
  healthCheckRise: 'each backend is probed now; its state is kept until then',
  healthCheckFall: 'each backend is probed now; its state is kept until then',
  idleTimeoutMs: 'for all connections',
  halfCloseTimeoutMs: 'for all connections',
  tcpKeepaliveMs: 'for all connections',
  deny: 'for new clients; those that are connected stay',
  allow: 'for new clients; those that are connected stay',
  drainTimeoutMs: 'at the stop',
};

export function effectOf(setting: keyof LiveSettings): string {
  return EFFECTS[setting] ?? 'for new connections';
}
