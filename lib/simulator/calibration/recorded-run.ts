import { LatencyHistogram } from '../../latency/latency-histogram.js';
import { latencySummary, type LatencySummary } from '../../latency/latency-summary.js';
import { parseLine } from '../../recording/parse-line.js';
import type { RecordedConnections } from '../../recording/recorded-connections.js';

/** A share of one run that each backend had, by its name. */
export type Shares = Readonly<Record<string, number>>;

/** What became of the connections of a recording. */
export interface RecordedRun {
  /** Of those that were established and closed: from opening to close, in milliseconds. */
  readonly latency: LatencySummary;
  /** The share of these that took at least `value`, falling from 1. */
  readonly tail: ReturnType<LatencyHistogram['tail']>;
  readonly shares: Shares;
  /** Connections that were not established. */
  readonly failed: number;
}

/** What a recording says beside its connections. */
export interface Surroundings {
  /** Distinct keys of clients. */
  readonly keys: number;
  /** Picks for clients that have a key. */
  readonly keyed: number;
  /** How often somebody changed a backend, the algorithm or a limit while it ran. */
  readonly changes: number;
}

const CHANGES = ['admin', 'enabled', 'added', 'removed', 'weight', 'limit', 'algorithm', 'ownAlgorithm'].map(
  (name) => `["${name}",`,
);

export function recordedRun({ backends, connections }: RecordedConnections): RecordedRun {
  const histogram = new LatencyHistogram();
  const counts = backends.map(() => 0);
  let sum = 0;
  for (const { backend, openedAt, closedAt, established } of connections) {
    if (!established) continue;
    counts[backend] = (counts[backend] ?? 0) + 1;
    sum += closedAt - openedAt;
    histogram.record(closedAt - openedAt);
  }
  return {
    latency: latencySummary(histogram, sum / histogram.count, 'ms'),
    tail: histogram.tail(),
    shares: sharesOf(backends, counts),
    failed: connections.length - histogram.count,
  };
}

/** @param counts - one for each name */
export function sharesOf(names: readonly string[], counts: readonly number[]): Shares {
  const all = counts.reduce((sum, count) => sum + count, 0);
  return Object.fromEntries(names.map((name, index) => [name, all === 0 ? 0 : (counts[index] ?? 0) / all]));
}

/** @param name - of the recording, for the error @throws LbsimError `ERR_RECORDING` for a pick that is not JSON */
export function surroundingsOf(text: string, name: string): Surroundings {
  const keys = new Set<string>();
  let [changes, keyed] = [0, 0];
  const lines = text.split('\n');
  // A balancer that was killed leaves a last line that was cut short.
  lines.pop();
  for (const [index, line] of lines.entries()) {
    if (CHANGES.some((beginning) => line.startsWith(beginning))) changes++;
    if (!line.startsWith('["route",')) continue;
    const [, , key] = parseLine(line, name, index + 1) as readonly unknown[];
    if (typeof key !== 'string') continue;
    keys.add(key);
    keyed++;
  }
  return { keys: keys.size, keyed, changes };
}

/** A population that is as good as endless, for each request that comes from it. */
const ENDLESS = 100;
const MOST_CLIENTS = 1_000_000;

/**
 * From how many clients requests are to be drawn at random, all alike, so that on average that number of them is distinct.
 *
 * @param distinct - of the requests, 1 or more
 */
export function populationOf(requests: number, distinct: number): number {
  if (distinct === 1) return 1;
  const expected = (clients: number): number => clients * -Math.expm1(requests * Math.log1p(-1 / clients));
  let [low, high] = [distinct - 1, Math.min(MOST_CLIENTS, Math.max(distinct, ENDLESS * requests))];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (expected(middle) < distinct - 0.5) low = middle;
    else high = middle;
  }
  return high;
}
