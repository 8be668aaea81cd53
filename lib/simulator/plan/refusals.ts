import { optionError, outOfRange } from '../../errors.js';
import { backendIndex } from '../backends/backend-name.js';
import { DISCIPLINES } from '../backends/fleet.js';
import type { SettledOptions } from './options.js';
import { MAX_VIRTUAL_TIME } from './virtual-time.js';
import type { Scenario } from '../scenarios/scenario.js';
import type { SimulationSettings } from './settings.js';
import { ARRIVAL_PROCESSES } from '../workload/arrivals.js';

const MAX_BACKENDS = 1_000_000;
const MAX_BALANCERS = 10_000;
/** Backends of all balancers together: each balancer has a pool of its own. */
const MAX_POOLED = 1_000_000;
/** Some minutes. */
const MAX_PROBES = 1e8;
/** Outside of it one event takes the time of a whole run, or none. */
const SPEEDS = { min: 1e-12, max: 1e12 };
const LOADS = { min: 1e-6, max: 1e6 };
const MAX_SEED = 2 ** 31 - 1;

/** Refuses what contradicts itself. @throws LbsimError `ERR_OPTION_INVALID` */
export function refuseContradictions(settings: SimulationSettings): void {
  const { scenario, speeds, workload, sticky, keys, rateLimit } = settings;
  if (sticky && keys === 0)
    throw optionError('sticky without keys does nothing: say how many clients there are, as in --keys 1000');
  if (rateLimit > 0 && keys === 0)
    throw optionError(
      'rate-limit without keys does nothing: say how many clients there are, as in --keys 1000',
    );
  for (const event of scenario?.events ?? []) {
    if ('arrivals' in event) {
      if (workload.kind === 'closed')
        throw optionError(
          `scenario ${scenario?.name ?? ''} changes how many requests come, which in a closed loop the clients decide: leave out --clients`,
        );
    } else if (backendIndex(event.backend, speeds.length) < 0) {
      throw optionError(
        `scenario ${scenario?.name ?? ''} names backend '${event.backend}', which is not there: use B1 to B${speeds.length}, or more --backends`,
      );
    }
  }
}

/** @param backends - of all balancers together @throws LbsimError `ERR_OPTION_INVALID` */
export function refuseManyProbes({ name, duration, interval }: Scenario, backends: number): void {
  const probes = Math.ceil(duration / interval) * backends;
  if (!(probes <= MAX_PROBES))
    throw optionError(
      `scenario ${name} with interval ${interval} makes ${probes.toPrecision(2)} health checks: use a longer interval, ${MAX_PROBES} are the most`,
    );
}

/** Refuses numbers that make no sense. @throws LbsimError `ERR_OPTION_INVALID` */
export function refuseBadNumbers(settled: SettledOptions): void {
  const { backends, replications, seed, warmup, load, serviceMean, clients, think } = settled;
  const speeds = typeof backends === 'number' ? [] : backends;
  if (backends === 0 || (typeof backends !== 'number' && backends.length === 0))
    throw optionError('backends 0 leaves nobody to serve requests: use 1 or more');
  if (typeof backends === 'number')
    refuseUnless(isInteger(backends, 1, MAX_BACKENDS), 'backends', backends, `1 to ${MAX_BACKENDS}`);
  for (const speed of speeds) refuseUnless(within(speed, SPEEDS), 'speed', speed, rangeOf(SPEEDS));
  for (const name of ['slots', 'requests'] as const)
    refuseUnless(isInteger(settled[name], 1), name, settled[name], 'an integer from 1 up');
  const { balancers } = settled;
  const most = Math.min(MAX_BALANCERS, Math.floor(MAX_POOLED / (speeds.length || Number(backends))));
  refuseUnless(isInteger(balancers, 1, most), 'balancers', balancers, `1 to ${most}`);
  for (const name of ['keys', 'bins'] as const)
    refuseUnless(isInteger(settled[name], 0, MAX_BACKENDS), name, settled[name], `0 to ${MAX_BACKENDS}`);
  const { queueLimit } = settled;
  refuseUnless(
    queueLimit === Infinity || isInteger(queueLimit, 0),
    'queueLimit',
    queueLimit,
    'an integer from 0 up',
  );
  if (clients !== undefined)
    refuseUnless(isInteger(clients, 1, MAX_BACKENDS), 'clients', clients, `1 to ${MAX_BACKENDS}`);
  refuseUnless(think >= 0 && think <= MAX_VIRTUAL_TIME, 'think', think, `0 to ${MAX_VIRTUAL_TIME}`);
  refuseUnless(within(load, LOADS), 'load', load, rangeOf(LOADS));
  const times = { min: 1 / MAX_VIRTUAL_TIME, max: MAX_VIRTUAL_TIME };
  for (const [name, value] of Object.entries({ serviceMean, ewmaDecay: settled.ewmaDecay }))
    refuseUnless(within(value, times), name, value, rangeOf(times));
  refuseUnless(warmup >= 0 && warmup < 1, 'warmup', warmup, 'a share from 0 to less than 1, such as 0.1');
  refuseUnless(isInteger(replications, 1, 10_000), 'replications', replications, '1 to 10000');
  refuseUnless(isInteger(seed, 0, MAX_SEED - replications), 'seed', seed, `0 to ${MAX_SEED - replications}`);
}

/** Refuses words that are not known. @throws LbsimError `ERR_OPTION_INVALID` */
export function refuseUnknownNames(settled: SettledOptions): void {
  const table = { discipline: DISCIPLINES, arrivals: ARRIVAL_PROCESSES };
  for (const name of ['discipline', 'arrivals'] as const) {
    const known: readonly string[] = table[name];
    if (!known.includes(settled[name]))
      throw optionError(`${name} '${settled[name]}' is unknown: use one of ${known.join(', ')}`);
  }
}

interface Range {
  readonly min: number;
  readonly max: number;
}

function within(value: number, { min, max }: Range): boolean {
  return value >= min && value <= max;
}

function rangeOf({ min, max }: Range): string {
  return `a number from ${min} to ${max}`;
}

export function isInteger(value: number, min: number, max: number = Number.MAX_SAFE_INTEGER): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

/** @throws LbsimError `ERR_OPTION_INVALID` */
export function refuseUnless(holds: boolean, name: string, value: unknown, wanted: string): void {
  if (!holds) throw outOfRange(name, value, wanted);
}
