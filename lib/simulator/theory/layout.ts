import type { SimulationSettings } from '../plan/settings.js';

/** Identical stations, each with its own servers and queue. */
export interface StationGroup {
  readonly stations: number;
  /** The share of all requests that goes to each of them. */
  readonly share: number;
  readonly servers: number;
  /** Of one server. */
  readonly serviceRate: number;
}

/**
 * How the stream of requests is split over stations: not at all; to each in turn; independently at random; or to the
 * shortest of d that are drawn.
 */
export type Splitting = 'single' | 'cyclic' | 'bernoulli' | 'power-of-d';

/** A system as queueing theory sees it: stations and how requests reach them. */
export interface Layout {
  readonly splitting: Splitting;
  readonly groups: readonly StationGroup[];
  /** Whether each request is served to its end, in the order of arrival, as with `fifo`. */
  readonly inOrder: boolean;
  /** Places to wait at each station. */
  readonly places: number;
}

type Part = Pick<
  SimulationSettings,
  | 'algorithm'
  | 'custom'
  | 'balancers'
  | 'choices'
  | 'discipline'
  | 'maxPerBackend'
  | 'queueLimit'
  | 'serviceMean'
> &
  Pick<SimulationSettings, 'slots' | 'speeds' | 'weights'>;

/** @returns undefined for a system whose stations depend on each other in ways that theory has no closed form for */
export function layoutOf(settings: Part): Layout | undefined {
  const { balancers, discipline, maxPerBackend, queueLimit, slots, speeds, serviceMean } = settings;
  const inOrder = discipline === 'fifo';
  if (maxPerBackend < Infinity) return balancers === 1 ? heldBack(settings) : undefined;
  if (speeds.length === 1) {
    const serviceRate = (speeds[0] ?? 1) / serviceMean;
    const groups = [{ stations: 1, share: 1, servers: slots, serviceRate }];
    return { splitting: 'single', groups, inOrder, places: queueLimit };
  }
  const splitting = splittingOf(settings);
  return splitting && { splitting, groups: groupsOf(settings, splitting), inOrder, places: queueLimit };
}

/**
 * The balancer keeps requests back in one queue. If all that it lets through are served at once, whichever backend has
 * room does, so backends of one speed are one station.
 */
function heldBack(settings: Part): Layout | undefined {
  const { discipline, maxPerBackend, queueLimit, slots, speeds, serviceMean } = settings;
  const [speed = 1] = speeds;
  const atOnce = maxPerBackend <= slots;
  const oneLine = speeds.length === 1 && discipline === 'fifo' && maxPerBackend - slots <= queueLimit;
  if ((!atOnce && !oneLine) || !isUniform(speeds)) return undefined;
  const servers = speeds.length * Math.min(maxPerBackend, slots);
  const groups = [{ stations: 1, share: 1, servers, serviceRate: speed / serviceMean }];
  return { splitting: 'single', groups, inOrder: true, places: Infinity };
}

function splittingOf({
  algorithm,
  custom,
  balancers,
  choices,
  weights,
  speeds,
}: Part): Splitting | undefined {
  if (custom !== undefined) return undefined;
  if (algorithm === 'random' || (algorithm === 'power-of-two' && choices === 1)) return 'bernoulli';
  if (balancers > 1 || !isUniform(weights)) return undefined;
  if (algorithm === 'round-robin') return 'cyclic';
  return algorithm === 'power-of-two' && isUniform(speeds) ? 'power-of-d' : undefined;
}

/** Backends of one speed that get the same are one group. */
function groupsOf({ speeds, weights, slots, serviceMean }: Part, splitting: Splitting): StationGroup[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const groups = new Map<string, StationGroup>();
  speeds.forEach((speed, index) => {
    const share = splitting === 'bernoulli' ? (weights[index] ?? 1) / total : 1 / speeds.length;
    const key = `${share} ${speed}`;
    const stations = (groups.get(key)?.stations ?? 0) + 1;
    groups.set(key, { stations, share, servers: slots, serviceRate: speed / serviceMean });
  });
  return [...groups.values()];
}

function isUniform(values: readonly number[]): boolean {
  return values.every((value) => value === values[0]);
}
