import { defined } from '../../defined.js';
import { LbsimError, optionError } from '../../errors.js';
import { chooseAlgorithm } from '../../schedulers/chosen-algorithm.js';
import { newScheduler } from '../../schedulers/index.js';
import { checkOptions } from '../../schema/library.js';
import { PLAN_TABLE } from './plan-table.js';
import {
  BESIDE_TABLE,
  SCENARIO_DEFAULTS,
  SIMULATION_DEFAULTS,
  type ResolvedSimulationOptions,
  type SimulationOptions,
} from './options.js';
import {
  isInteger,
  refuseBadNumbers,
  refuseContradictions,
  refuseManyProbes,
  refuseUnless,
} from './refusals.js';
import { classesOf } from './classes-kind.js';
import { connectionsOf } from './connections-kind.js';
import { refuseBadScenario } from '../scenarios/refuse-bad-scenario.js';
import { scaleScenario } from '../scenarios/scale.js';
import type { Scenario } from '../scenarios/scenario.js';
import { SCENARIO_RETRIES, type RetrySettings } from '../scenarios/clients.js';
import { SCENARIO_LIMITS, type SimulationLimits } from '../scenarios/limits.js';
import { refuseBadLimits } from './refuse-bad-limits.js';
import { refuseBadSharing } from './refuse-bad-sharing.js';
import { refuseBadRetries } from './refuse-bad-retries.js';
import type { SimulationSettings } from './settings.js';
import { meanService, type MeanService } from './service-mean.js';
import { refuseOverload } from './overload.js';
import { SampleFiles } from './sample-files.js';
import { serviceOf } from './service-kind.js';
import { isOfTrace, mostRequests, refuseMoreThanTrace, workloadOf } from './workload.js';
import { runLength } from './run-length.js';
import { timesOf } from './times.js';
import { weightsOf } from './weights.js';
import { arrivalRate } from '../workload/request-source.js';
import type { ServiceDistribution } from '../../workload/service-times.js';

/** A simulation that is ready to be run: one policy, and the seeds of its replications. */
export interface Plan {
  readonly settings: SimulationSettings;
  readonly seeds: readonly number[];
  /** Requests of the first replication that are recorded to be played, at most. @default none */
  readonly dots?: number;
}

/**
 * Fills in the defaults and refuses what makes no sense.
 *
 * @param files - that the plans of one comparison share
 * @throws LbsimError `ERR_OPTION_INVALID`, `ERR_UNKNOWN_ALGORITHM`, `ERR_ALGORITHM`, `ERR_RECORDING`
 */
export function planSimulation(options: SimulationOptions, files = new SampleFiles()): Plan {
  checkOptions('SimulationOptions', options, PLAN_TABLE, BESIDE_TABLE);
  const defaults =
    options.scenario === undefined ? SIMULATION_DEFAULTS : { ...SIMULATION_DEFAULTS, ...SCENARIO_DEFAULTS };
  const given = { ...defaults, ...setBy(options.scenario), ...defined(options) };
  const service = serviceOf(given.service, files);
  const mean = meanOf(options.serviceMean, service) ?? meanService(given.serviceMean);
  const resolved: ResolvedSimulationOptions = {
    ...given,
    ...chooseAlgorithm(given.algorithm),
    ...mean,
    ...timesOf(given, mean),
  };
  if (resolved.scenario !== undefined) refuseBadScenario(resolved.scenario);
  refuseBadNumbers(resolved);
  const speeds =
    typeof resolved.backends === 'number'
      ? Array.from({ length: resolved.backends }, () => 1)
      : resolved.backends;
  if (resolved.scenario !== undefined) {
    refuseBadScenario(resolved.scenario);
    refuseManyProbes(resolved.scenario, speeds.length * resolved.balancers);
  }
  refuseBadLimits(resolved, speeds.length);
  refuseBadRetries(resolved.scenario);
  const { serviceMean, slots, ewmaDecay, loadLag } = resolved;
  const workload = workloadOf(resolved, { speeds, slots, ...mean }, options.load !== undefined, files);
  const basis = {
    ...pickSettings(resolved),
    speeds,
    weights: weightsOf(resolved.weights, speeds),
    workload,
    ...connectionsOf(resolved),
    service,
    ...classesOf(resolved, serviceMean),
    decay: ewmaDecay * serviceMean,
    loadLag: loadLag * serviceMean,
  };
  const rate =
    workload.kind === 'open' ? arrivalRate({ speeds, slots, serviceMean }, workload.load) : undefined;
  const requests =
    options.requests ?? Math.min(requestsOf(resolved, basis.scenario, rate), mostRequests(workload));
  refuseMoreThanTrace(workload, requests);
  const settings = {
    ...basis,
    requests,
    arrivalsEnd: options.requests === undefined ? (basis.scenario?.duration ?? Infinity) : Infinity,
    ...warmupOf(options.warmup, resolved, isOfTrace(workload), requests, runLength(basis).warmup),
  };
  refuseContradictions(settings);
  refuseBadSharing(settings);
  // A trace ends, so that no queue grows without end.
  if (!resolved.allowOverload && !isOfTrace(workload)) refuseOverload(settings);
  refuseBadScheduler(settings);
  const seeds = Array.from(
    { length: resolved.replications },
    (_, replication) => resolved.seed + replication,
  );
  return { settings, seeds };
}

/** What was measured has a mean of its own. */
function meanOf(
  given: SimulationOptions['serviceMean'],
  service: ServiceDistribution,
): MeanService | undefined {
  if (given !== undefined || service.kind !== 'empirical') return undefined;
  return { serviceMean: service.mean, timeUnit: 'ms' };
}

/** The share of each of several replications that does not count, unless it needs more. */
const COMMON_WARMUP = 0.25;

/**
 * A share that was given holds, and a trace has none. Else a single run shows how long its warm-up has to be, up to half of it.
 * Several replications all have the same: of its own figures each would leave out what varies most, which is where queues were
 * long, so that the mean of many would be too low.
 */
function warmupOf(
  given: number | undefined,
  { warmup: share, scenario, replications }: ResolvedSimulationOptions,
  ofTrace: boolean,
  requests: number,
  needed: number,
): Pick<SimulationSettings, 'warmup' | 'longestWarmup' | 'isWarmupCommon'> {
  const warmup = Math.floor((given ?? (ofTrace ? 0 : share)) * requests);
  if (given !== undefined || scenario !== undefined || ofTrace)
    return { warmup, longestWarmup: warmup, isWarmupCommon: true };
  const isWarmupCommon = replications > 1;
  const longestWarmup = Math.floor(requests / 2);
  const least = Math.max(isWarmupCommon ? Math.floor(COMMON_WARMUP * requests) : warmup, needed);
  return { warmup: Math.min(longestWarmup, least), longestWarmup, isWarmupCommon };
}

/** Each replication and each balancer has a scheduler of its own. */
function refuseBadScheduler({ algorithm, custom, choices, sample, decay, vnodes }: SimulationSettings): void {
  if (custom === undefined) newScheduler(algorithm, () => 0, { choices, sample, decay, vnodes });
  else if (!custom.isSingle) custom.create(() => 0, { choices, sample, decay, vnodes });
  else
    throw new LbsimError(
      'ERR_ALGORITHM',
      `algorithm ${custom.label} is one scheduler, and a simulation makes several: use a class, or a function that returns a new one`,
      { kind: 'usage' },
    );
}

function pickSettings(resolved: ResolvedSimulationOptions) {
  const { algorithm, custom, choices, sample, vnodes, balancers, slots, queueLimit, discipline } = resolved;
  const { serviceMean, timeUnit, keys, sticky, bins, scenario, shareLag } = resolved;
  const { maxPerBackend, maxConnections, queueMax, backup: backups, rateLimit, observe } = resolved;
  const { queueTimeout = scenario?.waitTimeout ?? Infinity } = resolved;
  const { timeout, retries, backoff, retryBudget, abandoned } = resolved;
  return {
    ...(custom && { custom }),
    ...{ algorithm, choices, sample, vnodes, balancers, slots, queueLimit, discipline },
    ...{ maxPerBackend, maxConnections, queueMax, backups, observe },
    queueTimeout: queueTimeout * serviceMean,
    shareLag: shareLag * serviceMean,
    rateLimit: rateLimit / serviceMean,
    requestTimeout: (timeout ?? scenario?.requestTimeout ?? Infinity) * serviceMean,
    ...{ retries, backoff: backoff * serviceMean, retryBudget, servesAbandoned: abandoned === 'served' },
    ...{
      serviceMean,
      ...(timeUnit && { timeUnit }),
      keys,
      sticky,
      bins,
      ...(scenario && { scenario: scaleScenario(scenario, serviceMean) }),
    },
  };
}

/** The limits and retries that a scenario sets, if nothing else does. */
function setBy(scenario: Scenario | undefined): SimulationLimits & RetrySettings {
  const names = [...SCENARIO_LIMITS, ...SCENARIO_RETRIES];
  return defined(Object.fromEntries(names.map((name) => [name, scenario?.[name]] as const)));
}

/** As many as come while the scenario goes on; without one the default. */
function requestsOf(
  { requests }: ResolvedSimulationOptions,
  scenario: Scenario | undefined,
  rate: number | undefined,
): number {
  if (scenario === undefined) return requests;
  if (rate === undefined)
    throw optionError(`scenario ${scenario.name} with a closed loop has no end of its own: give requests`);
  const coming = Math.max(1, Math.round(rate * meanFactor(scenario) * scenario.duration));
  refuseUnless(isInteger(coming, 1), `requests of scenario ${scenario.name}`, coming, 'a shorter duration');
  return coming;
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
