/**
 * The stationary distribution of a birth–death process on 0 … `most`: probabilities in proportion to the products of
 * up(n − 1) / down(n).
 *
 * L. Kleinrock, "Queueing Systems", vol. 1, 1975, section 3.1. Logarithms keep thousands of states from overflowing.
 *
 * @param up - rate from n to n + 1, above 0
 * @param down - rate from n to n − 1, above 0
 */
export function birthDeath(most: number, up: (n: number) => number, down: (n: number) => number): number[] {
  const logs = [0];
  let [log, greatest] = [0, 0];
  for (let n = 1; n <= most; n++) {
    log += Math.log(up(n - 1) / down(n));
    logs.push(log);
    greatest = Math.max(greatest, log);
  }
  const weights = logs.map((each) => Math.exp(each - greatest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** The mean of a distribution on 0, 1, 2, … */
export function meanState(probabilities: readonly number[]): number {
  return probabilities.reduce((sum, probability, n) => sum + n * probability, 0);
}
