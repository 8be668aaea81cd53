import { PROXY_VERSIONS } from '../net/proxy-protocol.js';

/** What may identify a client to SESSION_MAP: its address, its address and port, or nothing (no sticky sessions). */
export const STICKY_KEYS = ['ip', 'ip-port', 'none'] as const;
export type StickyKey = (typeof STICKY_KEYS)[number];

/** What becomes of the live connections to a backend that is marked down. */
export const ON_FAILOVER = ['keep', 'close'] as const;
export type OnFailover = (typeof ON_FAILOVER)[number];

/**
 * What counts against a backend beside its probes: `connect`, that it could not be reached; `traffic`, also that it reset or
 * closed a connection before the first answered byte.
 */
export const OBSERVED = ['connect', 'traffic'] as const;
export type Observed = (typeof OBSERVED)[number];

/** The PROXY header that a backend is sent, if any. */
export const SEND_PROXY = ['off', ...PROXY_VERSIONS] as const;
export type SendProxy = (typeof SEND_PROXY)[number];

/** The defaults of a `Balancer`, on the command line too. Times are in milliseconds. */
export const BALANCER_DEFAULTS = {
  host: '127.0.0.1',
  port: 8080,
  algorithm: 'auto',
  choices: 2,
  sample: 'distinct',
  ewmaDecayMs: 10_000,
  stickyKey: 'ip',
  stickyMax: 100_000,
  stickyTtlMs: 3_600_000,
  healthCheckIntervalMs: 5000,
  healthCheckTimeoutMs: 2000,
  healthCheckRise: 1,
  healthCheckFall: 2,
  dnsIntervalMs: 30_000,
  waitForBackendTimeoutMs: 30_000,
  connectTimeoutMs: 2000,
  drainTimeoutMs: 10_000,
  idleTimeoutMs: 3_600_000,
  halfCloseTimeoutMs: 60_000,
  tcpKeepaliveMs: 60_000,
  maxConnections: 10_000,
  maxPerBackend: Infinity,
  queueMax: 1000,
  queueTimeoutMs: 30_000,
  onFailover: 'keep',
  reroute: false,
  slowStartMs: 0,
  observe: 'connect',
  allow: [],
  deny: [],
  acceptProxy: false,
  trust: [],
  sendProxy: 'off',
  rateLimit: 0,
  recordMax: 1_000_000,
} as const;
