/** Quantiles 0.975 of Student's t distribution for 1 to 30 degrees of freedom (any table of statistics). */
const T_975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];
const NORMAL_975 = 1.959964;

/** The quantile 0.975 of Student's t for these degrees of freedom; past the table by Fisher's expansion, to better than 0.001. */
export function tQuantile(freedom: number): number {
  const z = NORMAL_975;
  const expansion = (): number =>
    z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
  return T_975[freedom - 1] ?? expansion();
}

/**
 * The probability that Student's t is as far from 0 as `t`, or farther, on either side: a finite sum of powers of the cosine
 * for each whole number of degrees of freedom (Abramowitz and Stegun, 1964, 26.7.3 and 26.7.4).
 */
export function tProbability(t: number, freedom: number): number {
  const angle = Math.atan(Math.abs(t) / Math.sqrt(freedom));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let step = isOdd ? 3 : 2; step <= freedom - 2; step += 2) {
    term *= ((step - 1) / step) * cosine ** 2;
    sum += term;
  }
  const within = isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
  return Math.max(0, 1 - within);
}
