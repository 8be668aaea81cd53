import type { LatencyBucket, LatencyHistogram } from './latency-histogram.js';

/**
 * Latencies as `lbsim simulate`, `compare` and `client` all tell them, in JSON and as columns of CSV:
 * `schemas/latency.schema.json` has the same for other programs. Without anything measured, all but `count` is null and
 * `histogram` is empty.
 */
export interface LatencySummary {
  /**
   * `ms`; null in a simulation whose mean service time is a number without a unit: times are in the unit of that, which is the
   * mean service time itself unless another was given.
   */
  readonly unit: 'ms' | null;
  /** How many were measured. */
  readonly count: number;
  readonly mean: number | null;
  /**
   * The value that half of all do not exceed. A quantile is off by less than 0.8 %, and exact where all values near it are the
   * same.
   */
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
  readonly max: number | null;
  /** In the order of latencies; buckets without any are left out. Counts add up to `count`. */
  readonly histogram: readonly LatencyBucket[];
}

/** The figures of a {@link LatencySummary}, in their order: names of fields, and of columns. */
export const LATENCY_FIGURES = ['unit', 'count', 'mean', 'p50', 'p90', 'p99', 'p999', 'max'] as const;

/** @param mean - of all values of the histogram @param round - of each figure @default as they are */
export function latencySummary(
  histogram: LatencyHistogram,
  mean: number,
  unit: LatencySummary['unit'],
  round: (value: number) => number = (value) => value,
): LatencySummary {
  const { count, max } = histogram;
  const figure = (value: number): number | null => (count === 0 ? null : round(value));
  return {
    unit,
    count,
    mean: figure(mean),
    p50: figure(histogram.quantile(0.5)),
    p90: figure(histogram.quantile(0.9)),
    p99: figure(histogram.quantile(0.99)),
    p999: figure(histogram.quantile(0.999)),
    max: figure(max),
    histogram: histogram.buckets(),
  };
}
