import { defined } from '../defined.js';
import { optionError, outOfRange } from '../errors.js';
import { tcpProbe } from '../health/probe.js';
import { CidrSet } from '../net/cidr-set.js';
import { systemLookup } from '../net/resolve.js';
import { MAX_KEEPALIVE_MS, MAX_TIMER_MS } from '../net/timers.js';
import { checkShape, shapeOf, type Shape } from '../option-shape.js';
import type { BackendSpec } from '../routing/backend.js';
import { MAX_STICKY_MAX } from '../routing/session-map.js';
import { chooseAlgorithm } from '../schedulers/chosen-algorithm.js';
import { refuseBadOptions } from '../schedulers/options.js';
import { BALANCER_DEFAULTS, OBSERVED, ON_FAILOVER, SEND_PROXY, STICKY_KEYS } from './defaults.js';
import type { BalancerOptions, SettledOptions } from './options.js';

const POSITIVE_INTEGERS = [
  'stickyMax',
  'healthCheckRise',
  'healthCheckFall',
  'maxConnections',
  'recordMax',
] as const;
const POSITIVE_TIMES = [
  'stickyTtlMs',
  'healthCheckIntervalMs',
  'healthCheckTimeoutMs',
  'connectTimeoutMs',
  'idleTimeoutMs',
  'halfCloseTimeoutMs',
  'ewmaDecayMs',
  'dnsIntervalMs',
] as const;
const TIMES = ['waitForBackendTimeoutMs', 'drainTimeoutMs', 'queueTimeoutMs', 'slowStartMs'] as const;
const CHOICES = {
  stickyKey: STICKY_KEYS,
  onFailover: ON_FAILOVER,
  observe: OBSERVED,
  sendProxy: SEND_PROXY,
} as const;

const SHAPE: Shape<BalancerOptions> = {
  ...shapeOf(BALANCER_DEFAULTS),
  algorithm: 'algorithm',
  backends: 'objects',
  record: 'string',
  seed: 'number',
  probe: 'function',
  lookup: 'function',
  random: 'function',
};
export const BACKEND_SHAPE: Shape<BackendSpec> = {
  host: 'string',
  port: 'number',
  name: 'string',
  weight: 'number',
  backup: 'boolean',
};

/**
 * Fills in the defaults and refuses what makes no sense.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`, and what {@link chooseAlgorithm} throws
 */
export function settleOptions(options: BalancerOptions): SettledOptions {
  checkShape('BalancerOptions', options, SHAPE);
  const given: Partial<BalancerOptions> = options;
  const filled = {
    ...BALANCER_DEFAULTS,
    backends: [],
    probe: tcpProbe,
    lookup: systemLookup,
    random: Math.random,
    ...defined(given),
  };
  const settled = { ...filled, ...chooseAlgorithm(filled.algorithm) };
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
  const { tcpKeepaliveMs } = settled;
  if (!(tcpKeepaliveMs >= 0 && tcpKeepaliveMs <= MAX_KEEPALIVE_MS))
    throw outOfRange('tcpKeepaliveMs', tcpKeepaliveMs, `a time from 0 to ${MAX_KEEPALIVE_MS}`);
  for (const [name, words] of Object.entries(CHOICES) as [keyof typeof CHOICES, readonly string[]][]) {
    if (!words.includes(settled[name])) throw outOfRange(name, settled[name], `one of ${words.join(', ')}`);
  }
  for (const backend of settled.backends) checkShape('BackendSpec', backend, BACKEND_SHAPE, ['host', 'port']);
  refuseEmptyHosts(settled);
  refuseBadLimits(settled);
  const { choices, sample } = settled;
  refuseBadOptions({ choices, sample });
  for (const cidrs of [settled.allow, settled.deny, settled.trust]) new CidrSet(cidrs);
  refuseContradictions(settled);
  refuseBadRecording(options);
  return settled;
}

function refuseEmptyHosts({ host, backends }: SettledOptions): void {
  if (host === '') throw optionError("host '' is empty: use 127.0.0.1, or 0.0.0.0 for all addresses");
  const nowhere = backends.find((backend) => backend.host === '');
  if (nowhere !== undefined)
    throw optionError(`host '' of a backend with port ${nowhere.port} is empty: use one such as 127.0.0.1`);
}

function refuseBadLimits({ port, stickyMax, maxPerBackend, queueMax, rateLimit }: SettledOptions): void {
  if (stickyMax > MAX_STICKY_MAX) throw outOfRange('stickyMax', stickyMax, `at most ${MAX_STICKY_MAX}`);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw outOfRange('port', port, '0 to 65535');
  if (maxPerBackend !== Infinity && !(Number.isInteger(maxPerBackend) && maxPerBackend >= 1))
    throw outOfRange('maxPerBackend', maxPerBackend, 'an integer from 1 up');
  if (!Number.isInteger(queueMax) || queueMax < 0)
    throw outOfRange('queueMax', queueMax, 'an integer from 0 up');
  if (!(rateLimit >= 0 && rateLimit < Infinity))
    throw outOfRange('rateLimit', rateLimit, 'connections a second, or 0 for no limit');
}

function refuseContradictions({ acceptProxy, trust }: SettledOptions): void {
  if (acceptProxy && trust.length === 0)
    throw optionError(
      'accept-proxy without trust would let anyone forge an address: name the proxies, as in --trust 10.0.0.0/8',
    );
  if (!acceptProxy && trust.length > 0)
    throw optionError(
      `trust ${trust.join(',')} without accept-proxy does nothing: give both, or leave it out`,
    );
}

function refuseBadRecording({ record, recordMax, seed }: BalancerOptions): void {
  if (record === '' || record === '-')
    throw optionError(`record '${record}' is no file: use one such as run.jsonl, or /dev/stdout`);
  if (record === undefined && recordMax !== undefined)
    throw optionError(`record-max ${recordMax} without record does nothing: give both, or leave it out`);
  if (seed !== undefined && !Number.isSafeInteger(seed))
    throw outOfRange('seed', seed, 'a whole number such as 1');
}
