import { optionError, outOfRange } from '../errors.js';
import { backendIndex } from './backends/backend-name.js';
import type { SettledOptions } from './options.js';
import type { SimulationSettings } from './settings.js';

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
  const { backends, replications, seed, warmup, load, serviceMean, clients } = settled;
  const speeds = typeof backends === 'number' ? [] : backends;
  if (backends === 0 || (typeof backends !== 'number' && backends.length === 0))
    throw optionError('backends 0 leaves nobody to serve requests: use 1 or more');
  if (typeof backends === 'number')
    refuseUnless(isInteger(backends, 1, MAX_BACKENDS), 'backends', backends, `1 to ${MAX_BACKENDS}`);
  for (const speed of speeds) refuseUnless(speed > 0 && speed < Infinity, 'speed', speed, 'a number above 0');
  for (const name of ['slots', 'requests', 'balancers', 'choices'] as const)
    refuseUnless(isInteger(settled[name], 1), name, settled[name], 'an integer from 1 up');
  for (const name of ['queueLimit', 'keys', 'bins'] as const)
    refuseUnless(
      settled[name] === Infinity || isInteger(settled[name], 0),
      name,
      settled[name],
      'an integer from 0 up',
    );
  const { maxPerBackend } = settled;
  refuseUnless(
    maxPerBackend === Infinity || isInteger(maxPerBackend, 1),
    'maxPerBackend',
    maxPerBackend,
    'an integer from 1 up',
  );
  if (clients !== undefined)
    refuseUnless(isInteger(clients, 1, MAX_BACKENDS), 'clients', clients, `1 to ${MAX_BACKENDS}`);
  for (const name of ['think'] as const)
    refuseUnless(settled[name] >= 0 && settled[name] < Infinity, name, settled[name], 'a time from 0 up');
  for (const [name, value] of Object.entries({ load, serviceMean, ewmaDecay: settled.ewmaDecay }))
    refuseUnless(value > 0 && value < Infinity, name, value, 'a number above 0');
  refuseUnless(warmup >= 0 && warmup < 1, 'warmup', warmup, 'a share from 0 to less than 1, such as 0.1');
  refuseUnless(isInteger(replications, 1, 10_000), 'replications', replications, '1 to 10000');
  refuseUnless(isInteger(seed, 0, MAX_SEED - replications), 'seed', seed, `0 to ${MAX_SEED - replications}`);
}

export function isInteger(value: number, min: number, max: number = Number.MAX_SAFE_INTEGER): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

/** @throws LbsimError `ERR_OPTION_INVALID` */
export function refuseUnless(holds: boolean, name: string, value: unknown, wanted: string): void {
  if (!holds) throw outOfRange(name, value, wanted);
}
