import type { Distribution } from '../control/distribution.js';
import { canonicalNumber } from './number-text.js';
import type { Labels, MetricSample } from './family.js';

/** A single value. */
export function value(number: number, labels: Labels = {}): MetricSample {
  return { labels, value: number };
}

/** A value for each word, as the label of that name has it. */
export function byWord(
  label: string,
  counts: Readonly<Partial<Record<string, number>>>,
  labels: Labels = {},
): MetricSample[] {
  return Object.entries(counts).map(([word, count = 0]) => value(count, { ...labels, [label]: word }));
}

/** The samples of a histogram: cumulative buckets, sum and count. */
export function histogram({ buckets, count, sum }: Distribution, labels: Labels = {}): MetricSample[] {
  const all = [...buckets, [Infinity, count] as const];
  return [
    ...all.map(([upTo, below]) => ({
      suffix: '_bucket',
      labels: { ...labels, le: canonicalNumber(upTo) },
      value: below,
    })),
    { suffix: '_sum', labels, value: sum },
    { suffix: '_count', labels, value: count },
  ];
}

/** Which of the states holds: 1 for that one, 0 for all others. */
export function states(all: readonly string[], isNow: string, labels: Labels): MetricSample[] {
  return all.map((state) => value(state === isNow ? 1 : 0, { ...labels, state }));
}
