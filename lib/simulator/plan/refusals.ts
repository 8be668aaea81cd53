import { optionError, outOfRange } from '../../errors.js';
import { backendIndex } from '../backends/backend-name.js';
import { DISCIPLINES } from '../backends/fleet.js';
import type { SettledOptions } from './options.js';
import type { SimulationSettings } from './settings.js';
import { ARRIVAL_PROCESSES } from '../workload/arrivals.js';

const MAX_BACKENDS = 1_000_000;
const MAX_SEED = 2 ** 31 - 1;

/** Refuses what contradicts itself. @throws LbsimError `ERR_OPTION_INVALID` */
export function refuseContradictions({ scenario, speeds, workload, sticky, keys }: SimulationSettings): void {
  if (sticky && keys === 0)
    throw optionError('sticky without keys does nothing: say how many clients there are, as in --keys 1000');
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

/** Refuses numbers that make no sense. @throws LbsimError `ERR_OPTION_INVALID` */
export function refuseBadNumbers(settled: SettledOptions): void {
  const { backends, replications, seed, warmup, load, serviceMean, clients, think } = settled;
  const speeds = typeof backends === 'number' ? [] : backends;
  if (backends === 0 || (typeof backends !== 'number' && backends.length === 0))
    throw optionError('backends 0 leaves nobody to serve requests: use 1 or more');
  if (typeof backends === 'number')
    refuseUnless(isInteger(backends, 1, MAX_BACKENDS), 'backends', backends, `1 to ${MAX_BACKENDS}`);
  for (const speed of speeds) refuseUnless(speed > 0 && speed < Infinity, 'speed', speed, 'a number above 0');
  for (const name of ['slots', 'requests', 'balancers'] as const)
    refuseUnless(isInteger(settled[name], 1), name, settled[name], 'an integer from 1 up');
  for (const name of ['keys', 'bins'] as const)
    refuseUnless(isInteger(settled[name], 0, MAX_BACKENDS), name, settled[name], `0 to ${MAX_BACKENDS}`);
  for (const [name, least] of [
    ['queueLimit', 0],
    ['maxPerBackend', 1],
  ] as const) {
    const limit = settled[name];
    refuseUnless(limit === Infinity || isInteger(limit, least), name, limit, `an integer from ${least} up`);
  }
  if (clients !== undefined)
    refuseUnless(isInteger(clients, 1, MAX_BACKENDS), 'clients', clients, `1 to ${MAX_BACKENDS}`);
  refuseUnless(think >= 0 && think < Infinity, 'think', think, 'a time from 0 up');
  for (const [name, value] of Object.entries({ load, serviceMean, ewmaDecay: settled.ewmaDecay }))
    refuseUnless(value > 0 && value < Infinity, name, value, 'a number above 0');
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

export function isInteger(value: number, min: number, max: number = Number.MAX_SAFE_INTEGER): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

/** @throws LbsimError `ERR_OPTION_INVALID` */
export function refuseUnless(holds: boolean, name: string, value: unknown, wanted: string): void {
  if (!holds) throw outOfRange(name, value, wanted);
}
