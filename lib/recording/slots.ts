import type { RecordedConnection } from './recorded-connections.js';

/** What a backend's connections tell of how many it serves at once. */
export interface Slots {
  /** How many it serves at once, before a further one has to wait; null where no wait was seen. */
  readonly slots: number | null;
  /** The most connections that it had at once. */
  readonly atOnce: number;
  /** Durations of the connections that did not wait, in milliseconds: its service times. */
  readonly service: readonly number[];
}

/** Connections that came when the same number of others were there. */
interface Group {
  readonly others: number;
  readonly mean: number;
  /** Of the mean. */
  readonly variance: number;
}

/** Connections that a group has at least: the mean of fewer says little. */
const LEAST = 20;
/** By how much waits have to explain durations better than none do: χ² with one degree of freedom, p = 0.001. */
const SURE = 10.83;
/** How many numbers of slots are tried at most; of more, some that are evenly spread. */
const MOST_CANDIDATES = 1000;
/** Part of its mean by which a duration is uncertain, however alike all are. */
const JITTER = 0.02;

/**
 * How many connections a backend serves at once, from how their durations depend on the number of others that were there when
 * each came.
 *
 * With c slots and a queue in the order of arrival, one that finds n ≥ c others waits for n + 1 − c of them to end, which c slots do
 * c times as fast as one: on average (n + 1 − c)/c service times (L. Kleinrock, "Queueing Systems", volume 1, 1975, on M/M/m; for
 * other distributions nearly so). The c is taken whose line fits the mean durations best, by least squares, if it does so surely better than
 * no rise at all. A connection that finds fewer than c others does not wait, so that its duration is a service time.
 *
 * @param connections - of one backend that were established
 */
export function slotsOf(connections: readonly RecordedConnection[]): Slots {
  const others = othersAtOpening(connections);
  const durations = connections.map(({ openedAt, closedAt }) => closedAt - openedAt);
  const groups = groupsOf(others, durations);
  const most = groups.reduce((greatest, group) => Math.max(greatest, group.others), 0);
  const step = Math.ceil(most / MOST_CANDIDATES);
  const candidates = Array.from({ length: Math.floor(most / step || 0) }, (_, index) => 1 + index * step);
  const misfit = (slots: number): number => misfitOf(groups, slots);
  const best = candidates.reduce((least, slots) => (misfit(slots) < misfit(least) ? slots : least), 1);
  const isSure = candidates.length > 0 && misfit(Infinity) - misfit(best) > SURE;
  const slots = isSure ? best : null;
  return {
    slots,
    atOnce: others.reduce((greatest, each) => Math.max(greatest, each + 1), 0),
    service: durations.filter((_, index) => (others[index] ?? 0) < (slots ?? Infinity)),
  };
}

/** How many others were open when each was opened. */
function othersAtOpening(connections: readonly RecordedConnection[]): number[] {
  const closings = connections.map(({ closedAt }) => closedAt).sort((a, b) => a - b);
  let closed = 0;
  return connections.map(({ openedAt }, index) => {
    while (closed < index && (closings[closed] ?? Infinity) <= openedAt) closed++;
    return index - closed;
  });
}

function groupsOf(others: readonly number[], durations: readonly number[]): Group[] {
  const byOthers = new Map<number, number[]>();
  for (const [index, duration] of durations.entries()) {
    const group = byOthers.get(others[index] ?? 0);
    if (group === undefined) byOthers.set(others[index] ?? 0, [duration]);
    else group.push(duration);
  }
  return [...byOthers]
    .filter(([, group]) => group.length >= LEAST)
    .map(([number, group]) => {
      const count = group.length;
      const mean = group.reduce((sum, each) => sum + each, 0) / count;
      const spread = group.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (count - 1);
      return { others: number, mean, variance: Math.max(spread, (JITTER * mean) ** 2, 1e-9) / count };
    });
}

/** How far the mean durations are from those of a backend with that number of slots, in squares of their uncertainty. */
function misfitOf(groups: readonly Group[], slots: number): number {
  const expected = ({ others }: Group): number => (others < slots ? 1 : (others + 1) / slots);
  let [products, squares] = [0, 0];
  for (const group of groups) {
    products += (expected(group) * group.mean) / group.variance;
    squares += expected(group) ** 2 / group.variance;
  }
  const service = products / squares;
  return groups.reduce(
    (sum, group) => sum + (group.mean - service * expected(group)) ** 2 / group.variance,
    0,
  );
}
