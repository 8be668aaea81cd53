import { arrivalRate } from '../workload/request-source.js';
import { overallVariation } from '../workload/service-mix.js';
import { BURSTY } from '../../workload/arrivals.js';
import type { RequestClass, SimulationSettings } from './settings.js';
import { isOfTrace } from './workload.js';

/** Requests that each slot has served before what it does counts. */
const WARMING = 20;
/** Requests of each slot that a run needs at least, and of each class on which latencies depend. */
const LEAST = 100;
/** The share of the mean square of all services that makes latencies depend on a class. */
const DECISIVE = 0.05;
/** Times that a run has to be as long as its queues are correlated: of many independent queues, and more for a few. */
const LENGTHS = { many: 60, one: 1000 };
/** Time until a queue has forgotten that it began empty, in times that it is correlated for. */
const FORGETTING = 2;

type Part = Omit<
  SimulationSettings,
  'requests' | 'warmup' | 'longestWarmup' | 'isWarmupCommon' | 'arrivalsEnd'
>;

/** How many requests a run has to have. */
export interface RunLength {
  /** Until it has forgotten its beginning. */
  readonly warmup: number;
  /** In all, for a confidence interval from one run. */
  readonly requests: number;
  /** Whether how long queues are correlated is known beforehand; else the run has to show it. */
  readonly isKnown: boolean;
}

/**
 * How long a run has to be, from what is known beforehand. Where each backend has a queue of its own, by diffusion: the number
 * at a queue is correlated for (1 + ρ) / (1 − ρ)² mean service times, by half of the arrivals' and the services' variation
 * (W. Whitt, "Planning queueing simulations", 1989). Where algorithms look at loads the run itself has to show it.
 */
export function runLength(settings: Part): RunLength {
  const { speeds, slots } = settings;
  const servers = speeds.length * slots;
  const known = correlation(settings);
  const { queues = 1, requests = 0 } = known ?? {};
  const lengths = LENGTHS.many + LENGTHS.one / queues;
  return {
    warmup: Math.ceil(Math.max(WARMING * servers, FORGETTING * requests)),
    requests: Math.ceil(Math.max(LEAST * servers, LEAST / rarestShare(settings), lengths * requests)),
    isKnown: known !== undefined,
  };
}

/** The share of the requests that are of the rarest class among those whose long services make queues. */
function rarestShare({ classes = [] }: Part): number {
  const squareOf = ({ share, serviceMean }: RequestClass): number => share * serviceMean ** 2;
  const all = classes.reduce((sum, each) => sum + squareOf(each), 0);
  const decisive = classes.filter((each) => squareOf(each) > DECISIVE * all);
  return Math.min(1, ...decisive.map(({ share }) => share));
}

/** How long independent queues are correlated, in requests of all; and how many queues there are. */
function correlation(settings: Part): { readonly queues: number; readonly requests: number } | undefined {
  const { workload, speeds, slots, serviceMean } = settings;
  const shares = sharesOf(settings);
  if (workload.kind === 'closed' || isOfTrace(workload) || shares === undefined) return undefined;
  const rate = arrivalRate(settings, workload.load);
  const load = Math.max(
    ...shares.map((share, index) => (share * rate * serviceMean) / slots / (speeds[index] ?? 1)),
  );
  const variation = overallVariation(settings);
  if (load >= 1 || variation === Infinity) return undefined;
  const spread = (arrivalVariation(settings, load) + variation) / 2;
  const time = 1 + ((1 + load) / (1 - load) ** 2 / slots) * spread;
  // Bursts come to all queues at once.
  const queues = workload.process === 'bursty' ? 1 : speeds.length;
  return { queues, requests: (time * rate * serviceMean) / Math.min(...speeds) };
}

/** The share of the requests that goes to each backend, where it does not depend on loads. */
function sharesOf({
  algorithm,
  custom,
  sticky,
  weights,
  backups,
  maxConnections,
  maxPerBackend,
  queueLimit,
  requestTimeout,
  connections,
}: Part): number[] | undefined {
  const isLimited =
    requestTimeout < Infinity ||
    connections !== undefined ||
    backups > 0 ||
    Math.min(maxConnections, maxPerBackend, queueLimit) < Infinity;
  const isBlind = weights.length === 1 || algorithm === 'random' || algorithm === 'round-robin';
  if (custom !== undefined || sticky || isLimited || !isBlind) return undefined;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** How much the number of arrivals at a queue varies, by its mean. */
function arrivalVariation({ workload, algorithm, speeds }: Part, load: number): number {
  if (workload.kind === 'closed' || workload.process === 'poisson')
    return algorithm === 'round-robin' ? 1 / speeds.length : 1;
  if (workload.process === 'deterministic') return algorithm === 'random' ? 1 : 0;
  const { burst, quiet } = BURSTY;
  const share = burst.stay / (burst.stay + quiet.stay);
  const memory = 1 / (1 / burst.stay + 1 / quiet.stay);
  return 1 + 2 * load * share * (1 - share) * (burst.rate - quiet.rate) ** 2 * memory;
}
