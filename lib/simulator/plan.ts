import { defined } from '../defined.js';
import { optionError, outOfRange } from '../errors.js';
import { MAX_WEIGHT } from '../routing/backend.js';
import { createScheduler } from '../schedulers/index.js';
import { SAMPLES } from '../schedulers/options.js';
import { DISCIPLINES } from './backends/fleet.js';
import { SCENARIO_DEFAULTS, SIMULATION_DEFAULTS, type SimulationOptions } from './options.js';
import type { Scenario } from './scenarios/scenario.js';
import type { ClosedLoop, OpenLoop, SimulationSettings } from './settings.js';
import { ARRIVAL_PROCESSES } from './workload/arrivals.js';
import { arrivalRate } from './workload/request-source.js';
import { parseService } from './workload/parse-service.js';

/** A simulation that is ready to be run: one policy, and the seeds of its replications. */
export interface Plan {
  readonly settings: SimulationSettings;
  readonly seeds: readonly number[];
}

const MAX_BACKENDS = 1_000_000;
const MAX_SEED = 2 ** 31 - 1;

type Settled = Required<Omit<SimulationOptions, 'weights' | 'clients' | 'scenario'>> &
  Pick<SimulationOptions, 'weights' | 'clients' | 'scenario'>;

/**
 * Fills in the defaults and refuses what makes no sense.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`, `ERR_UNKNOWN_ALGORITHM`
 */
export function planSimulation(options: SimulationOptions): Plan {
  const defaults =
    options.scenario === undefined ? SIMULATION_DEFAULTS : { ...SIMULATION_DEFAULTS, ...SCENARIO_DEFAULTS };
  const settled: Settled = { ...defaults, ...defined(options) };
  refuseBadNumbers(settled);
  refuseUnknownNames(settled);
  const speeds =
    typeof settled.backends === 'number'
      ? Array.from({ length: settled.backends }, () => 1)
      : settled.backends;
  const workload = workloadOf(settled);
  const { serviceMean, slots, ewmaDecay } = settled;
  const basis = {
    ...pickSettings(settled),
    speeds,
    weights: weightsOf(settled, speeds),
    workload,
    service: parseService(settled.service),
    decay: ewmaDecay * serviceMean,
  };
  const rate =
    workload.kind === 'open' ? arrivalRate({ speeds, slots, serviceMean }, workload.load) : undefined;
  const requests = options.requests ?? requestsOf(settled, rate);
  const settings = { ...basis, requests, warmup: Math.floor(settled.warmup * requests) };
  refuseStrangers(settings);
  createScheduler(settings.algorithm, () => 0, settings);
  const seeds = Array.from({ length: settled.replications }, (_, replication) => settled.seed + replication);
  return { settings, seeds };
}

function pickSettings(settled: Settled) {
  const { algorithm, choices, sample, balancers, maxPerBackend, slots, queueLimit, discipline } = settled;
  const { serviceMean, keys, sticky, bins, scenario } = settled;
  return {
    ...{ algorithm, choices, sample, balancers, maxPerBackend, slots, queueLimit, discipline },
    ...{ serviceMean, keys, sticky, bins, ...(scenario && { scenario }) },
  };
}

/** As many as come while the scenario goes on; without one the default. */
function requestsOf({ scenario, requests }: Settled, rate: number | undefined): number {
  if (scenario === undefined) return requests;
  if (rate === undefined)
    throw optionError(`scenario ${scenario.name} with a closed loop has no end of its own: give --requests`);
  return Math.max(1, Math.round(rate * meanFactor(scenario) * scenario.duration));
}

/** By how much the scenario changes the mean of arrivals. */
function meanFactor({ events, duration }: Scenario): number {
  let [area, factor, since] = [0, 1, 0];
  for (const event of events) {
    if (!('arrivals' in event)) continue;
    area += factor * (Math.min(event.at, duration) - since);
    [factor, since] = [event.arrivals, Math.min(event.at, duration)];
  }
  return (area + factor * (duration - since)) / duration;
}

function workloadOf({ load, arrivals, clients, think, allowOverload }: Settled): OpenLoop | ClosedLoop {
  if (clients !== undefined) return { kind: 'closed', clients, think };
  if (load >= 1 && !allowOverload) {
    throw optionError(
      `load ${load} is as much as the backends can do, or more, so that queues grow without end: use less than 1, or --allow-overload`,
    );
  }
  return { kind: 'open', process: arrivals, load };
}

/** In proportion to the speeds, as exactly as weights up to 256 can be. */
function weightsOf({ weights }: Settled, speeds: readonly number[]): readonly number[] {
  if (weights === undefined) {
    const fastest = speeds.reduce((most, speed) => Math.max(most, speed), 0);
    const exact = Array.from({ length: 100 }, (_, index) => index + 1).find((times) =>
      speeds.every((speed) => {
        const weight = Math.round(speed * times);
        return Math.abs(speed * times - weight) < 1e-9 && isInteger(weight, 1, MAX_WEIGHT);
      }),
    );
    const scale = exact ?? MAX_WEIGHT / fastest;
    return speeds.map((speed) => Math.max(1, Math.round(speed * scale)));
  }
  if (weights.length !== speeds.length) {
    throw optionError(
      `${weights.length} weights for ${speeds.length} backends: give one for each, such as ${speeds
        .map(() => 1)
        .slice(0, 4)
        .join(',')}${speeds.length > 4 ? ',…' : ''}`,
    );
  }
  for (const weight of weights)
    refuseUnless(isInteger(weight, 1, MAX_WEIGHT), 'weight', weight, `1 to ${MAX_WEIGHT}`);
  return weights;
}

function refuseStrangers({ scenario, speeds, workload, sticky, keys }: SimulationSettings): void {
  if (sticky && keys === 0)
    throw optionError('sticky without keys does nothing: say how many clients there are, as in --keys 1000');
  for (const event of scenario?.events ?? []) {
    if ('arrivals' in event) {
      if (workload.kind === 'closed')
        throw optionError(
          `scenario ${scenario?.name ?? ''} changes how many requests come, which in a closed loop the clients decide: leave out --clients`,
        );
    } else if (!/^B[1-9]\d*$/.test(event.backend) || Number(event.backend.slice(1)) > speeds.length) {
      throw optionError(
        `scenario ${scenario?.name ?? ''} names backend '${event.backend}', which is not there: use B1 to B${speeds.length}, or more --backends`,
      );
    }
  }
}

function refuseBadNumbers(settled: Settled): void {
  const { backends, replications, seed, warmup, load, serviceMean, clients } = settled;
  const speeds = typeof backends === 'number' ? [] : backends;
  if (backends === 0 || (typeof backends !== 'number' && backends.length === 0))
    throw optionError('backends 0 leaves nobody to serve requests: use 1 or more');
  if (typeof backends === 'number')
    refuseUnless(isInteger(backends, 1, MAX_BACKENDS), 'backends', backends, `1 to ${MAX_BACKENDS}`);
  for (const speed of speeds) refuseUnless(speed > 0 && speed < Infinity, 'speed', speed, 'a number above 0');
  for (const name of ['slots', 'requests', 'balancers', 'choices'] as const)
    refuseUnless(isInteger(settled[name], 1), name, settled[name], 'an integer from 1 up');
  for (const name of ['keys', 'bins'] as const)
    refuseUnless(isInteger(settled[name], 0, MAX_BACKENDS), name, settled[name], `0 to ${MAX_BACKENDS}`);
  const { maxPerBackend, queueLimit } = settled;
  refuseUnless(
    queueLimit === Infinity || isInteger(queueLimit, 0),
    'queueLimit',
    queueLimit,
    'an integer from 0 up',
  );
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

function refuseUnknownNames(settled: Settled): void {
  const table = { discipline: DISCIPLINES, arrivals: ARRIVAL_PROCESSES, sample: SAMPLES };
  for (const name of ['discipline', 'arrivals', 'sample'] as const) {
    const known: readonly string[] = table[name];
    if (!known.includes(settled[name]))
      throw optionError(`${name} '${settled[name]}' is unknown: use one of ${known.join(', ')}`);
  }
}

function isInteger(value: number, min: number, max: number = Number.MAX_SAFE_INTEGER): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

function refuseUnless(holds: boolean, name: string, value: unknown, wanted: string): void {
  if (!holds) throw outOfRange(name, value, wanted);
}
