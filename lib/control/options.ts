import type { ClusterShare } from '../cluster/standing.js';
import type { BackendEntry, DnsEmpty, LookedUpBackends } from '../discovery/entries.js';
import type { Observed } from '../health/observed.js';
import { PROXY_VERSIONS } from '../net/proxy-protocol.js';
import type { Probe } from '../health/probe.js';
import type { Lookup } from '../net/resolve.js';
import type { BackendSpec } from '../routing/backend.js';
import type { AlgorithmOption, ChosenAlgorithm } from '../schedulers/chosen-algorithm.js';
import type { Sample } from '../schedulers/options.js';
import type { RandomSource } from '../schedulers/scheduler.js';
import type { EngineChoice } from '../transport/engines.js';

/** What may identify a client to SESSION_MAP: its address, its address and port, or nothing (no sticky sessions). */
export const STICKY_KEYS = ['ip', 'ip-port', 'none'] as const;
export type StickyKey = (typeof STICKY_KEYS)[number];

/** What becomes of the live connections to a backend that is marked down. */
export const ON_FAILOVER = ['keep', 'close'] as const;
export type OnFailover = (typeof ON_FAILOVER)[number];

/** The PROXY header that a backend is sent, if any. */
export const SEND_PROXY = ['off', ...PROXY_VERSIONS] as const;
export type SendProxy = (typeof SEND_PROXY)[number];

/** How a `Balancer` is set up. All times are in milliseconds. */
export interface BalancerOptions {
  /** Needed unless there is a `backendsFile`. */
  readonly backends?: readonly BackendEntry[];
  /**
   * A file of backends: a list in YAML or JSON, lines as on the command line, or Prometheus' `file_sd`. It is watched. What is wrong
   * with it changes nothing, and the event `discovery_failed` tells of it. @default none
   */
  readonly backendsFile?: string;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** 0 takes any free one. @default 8080 */
  readonly port?: number;
  /** What carries the connections: sockets of Node, or epoll and plain system calls of Linux. @default 'auto', epoll where it can be used */
  readonly engine?: EngineChoice;
  /** A name of the scheduler table, or an algorithm of one's own. @default 'auto' */
  readonly algorithm?: AlgorithmOption;
  /** Backends that power-of-two and peak-ewma compare, an integer from 1 to 256. @default 2 */
  readonly choices?: number;
  /** Whether these are all different, or drawn one like the other. @default 'distinct' */
  readonly sample?: Sample;
  /** Time constant of the moving average of peak-ewma. @default 10000 */
  readonly ewmaDecayMs?: number;
  /** @default 'ip' */
  readonly stickyKey?: StickyKey;
  /** Most clients that SESSION_MAP remembers, up to ten million. @default 100000 */
  readonly stickyMax?: number;
  /** Idle life of a SESSION_MAP entry. @default 3600000 */
  readonly stickyTtlMs?: number;
  /**
   * What a probe does, in the words of the command line: `tcp`, `http:/health`, `send:PING\\r\\n,expect:+PONG`, `expect:220`,
   * `tls`. It cannot be combined with `probe`. @default 'tcp'
   */
  readonly healthCheck?: string;
  /** Between two probes of one backend. @default 5000 */
  readonly healthCheckIntervalMs?: number;
  /** After which a probe has failed. @default 2000 */
  readonly healthCheckTimeoutMs?: number;
  /** Successes in a row that flip a backend up. @default 1 */
  readonly healthCheckRise?: number;
  /** Failures in a row that flip a backend down. @default 2 */
  readonly healthCheckFall?: number;
  /** Between two lookups of a backend's host name, of SRV records, and of names that are not in DNS. @default 30000 */
  readonly dnsIntervalMs?: number;
  /** DNS servers for `dns` and `srv` backends, `IP` or `IP:PORT`. @default those of the system */
  readonly dnsServer?: readonly string[];
  /** How long lookups may fail until the event `discovery_stale` says so; the backends are kept. @default 30000 */
  readonly dnsHoldMs?: number;
  /** Whether the backends of a name that has no records any more are kept or removed. @default 'keep' */
  readonly dnsEmpty?: DnsEmpty;
  /** How long a client waits while no backend is active; 0 refuses at once. @default 30000 */
  readonly waitForBackendTimeoutMs?: number;
  /** For one attempt to reach a backend. @default 2000 */
  readonly connectTimeoutMs?: number;
  /** How long live connections may finish after `close()`. @default 10000 */
  readonly drainTimeoutMs?: number;
  /** A connection ends after this time without a byte in either direction, in milliseconds. @default 3600000 */
  readonly idleTimeoutMs?: number;
  /** Same where one side has finished: time without a byte of the other, in milliseconds. @default 60000 */
  readonly halfCloseTimeoutMs?: number;
  /**
   * Silence of a peer after which the kernel probes whether it is still there (TCP keep-alive), rounded up to whole seconds,
   * at most 32767000; 0 never. @default 60000
   */
  readonly tcpKeepaliveMs?: number;
  /** Clients served at once; past it new ones wait in the queue. @default 10000 */
  readonly maxConnections?: number;
  /** Open connections per backend; past it clients wait in the queue. @default unlimited */
  readonly maxPerBackend?: number;
  /** Clients that may wait in the queue; past it they are closed. @default 1000 */
  readonly queueMax?: number;
  /** How long a client may wait in the queue; 0 refuses at once. @default 30000 */
  readonly queueTimeoutMs?: number;
  /** Whether live connections to a backend that is marked down are kept or closed. @default 'keep' */
  readonly onFailover?: OnFailover;
  /** Whether a live client whose backend is lost is moved to another; for line protocols only. @default false */
  readonly reroute?: boolean;
  /** How long a backend that came back takes until it takes its full share. @default 0 */
  readonly slowStartMs?: number;
  /** What counts against a backend beside its probes. @default 'connect' */
  readonly observe?: Observed;
  /** Networks in CIDR notation whose clients may connect; none for all. @default [] */
  readonly allow?: readonly string[];
  /** Networks in CIDR notation whose clients may not, even if they are in `allow`. @default [] */
  readonly deny?: readonly string[];
  /** Whether clients come through proxies that tell their addresses by the PROXY protocol. @default false */
  readonly acceptProxy?: boolean;
  /** Networks in CIDR notation of these proxies; all others are refused. @default [] */
  readonly trust?: readonly string[];
  /** The PROXY header that backends are sent. @default 'off' */
  readonly sendProxy?: SendProxy;
  /** New connections a second and client address, in bursts of up to twice that; 0 for no limit. @default 0 */
  readonly rateLimit?: number;
  /** File to which every scheduling decision is recorded (overwritten); `replay` reads it. @default none */
  readonly record?: string;
  /** Lines that a recording may have. @default 1000000 */
  readonly recordMax?: number;
  /**
   * Seed of the random algorithms; the same seed gives the same picks. @default none; when recording, one that is
   * drawn by `random`
   */
  readonly seed?: number;
  /**
   * Store that the balancers of one lab share, Redis from version 7 or Valkey: `redis://HOST:PORT[/DB][?lab=NAME]`, `rediss://` for
   * TLS, or `unix:/PATH`. It takes the package `@redis/client`. @default none: the balancer is alone
   */
  readonly cluster?: string;
  /** What the others know this balancer by. @default host name, process id and a random number */
  readonly clusterId?: string;
  /** What is shared: SESSION_MAP, counts of connections, both with hints of health, or nothing. @default 'all' */
  readonly clusterShare?: ClusterShare;
  /** How long a client that is new to this balancer waits for the store at most. @default 30 */
  readonly clusterTimeoutMs?: number;
  /** Whether such a client waits for a store that is away, as it does for a backend. @default false */
  readonly clusterStrict?: boolean;
  /** Instead of `healthCheck`. @default what `healthCheck` says */
  readonly probe?: Probe;
  /**
   * All IP addresses of a host name. A name for which it throws, rejects, gives anything else or has no answer within
   * `healthCheckTimeoutMs` is a backend that is down; it is asked for again. It takes the place of DNS for the addresses of
   * `dns` and `srv` backends, too. @default the system's resolver
   */
  readonly lookup?: Lookup;
  /** For the jitter of probes too. @default Math.random */
  readonly random?: RandomSource;
}

/** Absent where there is no default. */
type MayBeAbsent = 'backendsFile' | 'record' | 'seed' | 'cluster' | 'clusterId';

export type ResolvedOptions = Required<Omit<BalancerOptions, MayBeAbsent | 'algorithm' | 'backends'>> &
  Pick<BalancerOptions, MayBeAbsent> &
  ChosenAlgorithm & {
    readonly backends: readonly BackendSpec[];
    /** Where more of them are looked up. */
    readonly lookedUp: readonly LookedUpBackends[];
  };

/** What they who carry the connections need of it; all is JSON. */
const ACCEPTOR_OPTIONS = [
  'stickyKey',
  'waitForBackendTimeoutMs',
  'connectTimeoutMs',
  'idleTimeoutMs',
  'halfCloseTimeoutMs',
  'tcpKeepaliveMs',
  'queueTimeoutMs',
  'reroute',
  'observe',
  'allow',
  'deny',
  'acceptProxy',
  'trust',
  'sendProxy',
] as const satisfies readonly (keyof ResolvedOptions)[];

export type AcceptorOptions = Pick<ResolvedOptions, (typeof ACCEPTOR_OPTIONS)[number]>;

/** That part of them, as far as it is given, and nothing else. */
export function acceptorOptionsOf<Given extends Partial<AcceptorOptions>>(
  options: Given,
): Pick<Given, keyof Given & keyof AcceptorOptions> {
  const names = ACCEPTOR_OPTIONS.filter((name) => Object.hasOwn(options, name));
  return Object.fromEntries(names.map((name) => [name, options[name]])) as Pick<
    Given,
    keyof Given & keyof AcceptorOptions
  >;
}
