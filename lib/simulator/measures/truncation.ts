/** Values of which each means one, as in MSER-5. */
const GROUP = 5;

/**
 * How much of the beginning of a series to leave out, so that the mean of the rest is known best: MSER-5 (K. P. White,
 * M. J. Cobb and S. C. Spratt, "A comparison of five steady-state truncation heuristics for simulation", 2000), which
 * minimises the standard error of what is left.
 *
 * @returns a share from 0 to 1; above 0.5 the series is too short to tell
 */
export function truncation(series: readonly number[]): number {
  const groups = Array.from({ length: Math.floor(series.length / GROUP) }, (_, group) =>
    series.slice(group * GROUP, (group + 1) * GROUP).reduce((sum, value) => sum + value / GROUP, 0),
  );
  const { length } = groups;
  let [sum, squares] = [0, 0];
  let [best, least] = [0, Infinity];
  // From the end, so that each step adds one value. The last few alone would always seem sure.
  for (let from = length - 1; from >= 0; from--) {
    const value = groups[from] ?? 0;
    const count = length - from;
    sum += value;
    squares += value * value;
    if (count <= GROUP) continue;
    const error = (squares - (sum * sum) / count) / count ** 2;
    if (error <= least) [best, least] = [from, error];
  }
  return length === 0 ? 0 : best / length;
}
