/** What may identify a client to SESSION_MAP: its address, its address and port, or nothing (no sticky sessions). */
export const STICKY_KEYS = ['ip', 'ip-port', 'none'] as const;
export type StickyKey = (typeof STICKY_KEYS)[number];

/** SESSION_MAP is laid out at the start: ten million clients take some 300 MB. */
export const MAX_STICKY_MAX = 10_000_000;

/** The defaults of a `Balancer`, on the command line too. Times are in milliseconds. */
export const BALANCER_DEFAULTS = {
  host: '127.0.0.1',
  port: 8080,
  algorithm: 'auto',
  stickyKey: 'ip',
  stickyMax: 100_000,
  stickyTtlMs: 3_600_000,
  healthCheckIntervalMs: 5000,
  healthCheckTimeoutMs: 1000,
  healthCheckRise: 1,
  healthCheckFall: 1,
  waitForBackendTimeoutMs: 30_000,
  connectTimeoutMs: 2000,
  drainTimeoutMs: 10_000,
  allow: [],
  deny: [],
} as const;
