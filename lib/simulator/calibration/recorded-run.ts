import { LatencyHistogram } from '../../latency/latency-histogram.js';
import { latencySummary, type LatencySummary } from '../../latency/latency-summary.js';
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
