import type { Distribution } from '../control/distribution.js';

/**
 * The duration that this share of those between two counts do not exceed, in milliseconds; as if they were spread evenly within
 * their bucket, as Prometheus' `histogram_quantile` has it. NaN where there are none. What is longer than the last bound counts
 * as that.
 *
 * @param before - the earlier count; undefined for none
 * @param share - from 0 to 1
 */
export function percentileBetween(
  before: Distribution | undefined,
  after: Distribution,
  share: number,
): number {
  const total = after.count - (before?.count ?? 0);
  if (total <= 0) return NaN;
  const rank = share * total;
  let [lower, below] = [0, 0];
  for (const [bucket, [upTo, count]] of after.buckets.entries()) {
    const upToHere = count - (before?.buckets[bucket]?.[1] ?? 0);
    if (upToHere >= rank && upToHere > below)
      return (lower + ((upTo - lower) * (rank - below)) / (upToHere - below)) * 1000;
    [lower, below] = [upTo, upToHere];
  }
  return lower * 1000;
}
