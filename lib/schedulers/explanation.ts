/** An explanation lists this many candidates at most. */
export const MAX_CONSIDERED = 10;

/** The smallest values by `scoreOf`, in ascending order, of equals the first; at most {@link MAX_CONSIDERED}. O(n). */
export function leastOf<T>(values: Iterable<T>, scoreOf: (value: T) => number): T[] {
  const least: { readonly value: T; readonly score: number }[] = [];
  for (const value of values) {
    const score = scoreOf(value);
    if (least.length === MAX_CONSIDERED && score >= (least.at(-1)?.score ?? Infinity)) continue;
    const place = least.findIndex((other) => other.score > score);
    least.splice(place < 0 ? least.length : place, 0, { value, score });
    if (least.length > MAX_CONSIDERED) least.pop();
  }
  return least.map(({ value }) => value);
}
