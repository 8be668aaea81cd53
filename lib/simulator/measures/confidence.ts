/** Quantiles 0.975 of Student's t distribution for 1 to 30 degrees of freedom (any table of statistics). */
const T_975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];
const NORMAL_975 = 1.959964;

export function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * The 95 % confidence interval of the mean that independent samples have in common (Student's t).
 *
 * @returns undefined when there are fewer than two
 */
export function confidenceInterval(
  samples: readonly number[],
): readonly [low: number, high: number] | undefined {
  const { length } = samples;
  if (length < 2) return undefined;
  const mean = meanOf(samples);
  const squares = samples.reduce((sum, sample) => sum + (sample - mean) ** 2, 0);
  const half = tQuantile(length - 1) * Math.sqrt(squares / (length - 1) / length);
  return [mean - half, mean + half];
}

/** The quantile 0.975 of Student's t for these degrees of freedom; past the table by Fisher's expansion, to better than 0.001. */
function tQuantile(freedom: number): number {
  const z = NORMAL_975;
  const expansion = (): number =>
    z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
  return T_975[freedom - 1] ?? expansion();
}
