import { defined } from '../defined.js';
import { outOfRange } from '../errors.js';
import type { Probe } from '../health/probe.js';
import { tcpProbe } from '../health/probe.js';
import { CidrSet } from '../net/cidr-set.js';
import { MAX_TIMER_MS } from '../net/timers.js';
import type { BackendSpec } from '../routing/backend.js';
import type { RandomSource } from '../schedulers/scheduler.js';
import { BALANCER_DEFAULTS, MAX_STICKY_MAX, STICKY_KEYS, type StickyKey } from './defaults.js';

/** How a `Balancer` is set up. All times are in milliseconds. */
export interface BalancerOptions {
  readonly backends: readonly BackendSpec[];
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** 0 takes any free one. @default 8080 */
  readonly port?: number;
  /** A name of the scheduler table. @default 'auto' */
  readonly algorithm?: string;
  /** @default 'ip' */
  readonly stickyKey?: StickyKey;
  /** Most clients that SESSION_MAP remembers, up to ten million. @default 100000 */
  readonly stickyMax?: number;
  /** Idle life of a SESSION_MAP entry. @default 3600000 */
  readonly stickyTtlMs?: number;
  /** Between two probes of one backend. @default 5000 */
  readonly healthCheckIntervalMs?: number;
  /** After which a probe has failed. @default 1000 */
  readonly healthCheckTimeoutMs?: number;
  /** Successes in a row that flip a backend up. @default 1 */
  readonly healthCheckRise?: number;
  /** Failures in a row that flip a backend down. @default 1 */
  readonly healthCheckFall?: number;
  /** How long a client waits while no backend is active; 0 refuses at once. @default 30000 */
  readonly waitForBackendTimeoutMs?: number;
  /** For one attempt to reach a backend. @default 2000 */
  readonly connectTimeoutMs?: number;
  /** How long live connections may finish after `close()`. @default 10000 */
  readonly drainTimeoutMs?: number;
  /** Networks in CIDR notation whose clients may connect; none for all. @default [] */
  readonly allow?: readonly string[];
  /** Networks in CIDR notation whose clients may not, even if they are in `allow`. @default [] */
  readonly deny?: readonly string[];
  /** @default a TCP connect */
  readonly probe?: Probe;
  /** @default Math.random */
  readonly random?: RandomSource;
}

export type SettledOptions = Required<BalancerOptions>;

const POSITIVE_INTEGERS = ['stickyMax', 'healthCheckRise', 'healthCheckFall'] as const;
const POSITIVE_TIMES = [
  'stickyTtlMs',
  'healthCheckIntervalMs',
  'healthCheckTimeoutMs',
  'connectTimeoutMs',
] as const;
const TIMES = ['waitForBackendTimeoutMs', 'drainTimeoutMs'] as const;

/**
 * Fills in the defaults and refuses what makes no sense.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function settleOptions(options: BalancerOptions): SettledOptions {
  const settled = { ...BALANCER_DEFAULTS, probe: tcpProbe, random: Math.random, ...defined(options) };
  for (const name of POSITIVE_INTEGERS) {
    if (!Number.isInteger(settled[name]) || settled[name] < 1)
      throw outOfRange(name, settled[name], 'an integer from 1 up');
  }
  for (const name of POSITIVE_TIMES) {
    if (!(settled[name] > 0 && settled[name] <= MAX_TIMER_MS))
      throw outOfRange(name, settled[name], 'a time above 0');
  }
  for (const name of TIMES) {
    if (!(settled[name] >= 0 && settled[name] <= MAX_TIMER_MS))
      throw outOfRange(name, settled[name], 'a time from 0 up');
  }
  const { port, stickyMax } = settled;
  if (stickyMax > MAX_STICKY_MAX) throw outOfRange('stickyMax', stickyMax, `at most ${MAX_STICKY_MAX}`);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw outOfRange('port', port, '0 to 65535');
  if (!STICKY_KEYS.includes(settled.stickyKey)) {
    throw outOfRange('stickyKey', settled.stickyKey, `one of ${STICKY_KEYS.join(', ')}`);
  }
  for (const cidrs of [settled.allow, settled.deny]) new CidrSet(cidrs);
  return settled;
}
