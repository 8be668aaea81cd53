import { estimate, meanOf, type Estimate } from './confidence.js';

/** Numbers of batches that are tried: ever fewer and longer ones, until they are uncorrelated. */
const BATCHES = [30, 24, 20, 16, 12, 10];
/** Quantiles of the normal distribution: batches of one number are correlated above the first; no number will do above the second. */
const DOUBTFUL = 1.28;
const CORRELATED = 1.64;
const MOST_INFLATION = 10;

/**
 * What batches of one run say of its mean. Batches grow until they pass von Neumann's test of randomness (J. von Neumann,
 * "Distribution of the ratio of the mean square successive difference to the variance", 1941); what correlation may be left
 * widens the interval, as in N-Skart (A. Tafazzoli, N. M. Steiger and J. R. Wilson, 2011).
 *
 * @param meansOf - the means of that number of batches
 * @returns undefined where batches are correlated whatever their length: the run is too short
 */
export function batchEstimate(meansOf: (batches: number) => readonly number[]): Estimate | undefined {
  const tried = BATCHES.map(meansOf).filter((means) => means.length > 1 && means.every(Number.isFinite));
  const means = tried.find((each) => testOf(each) <= DOUBTFUL) ?? tried.at(-1);
  if (means === undefined || testOf(means) > CORRELATED) return undefined;
  const left = Math.max(0, lagOne(means) + 1 / means.length);
  return estimate(means, Math.min(MOST_INFLATION, (1 + left) / (1 - left)));
}

/** Von Neumann's ratio, as a draw of the standard normal distribution where there is no correlation; above 0 where it is positive. */
export function testOf(means: readonly number[]): number {
  const { length } = means;
  return lagOne(means) / Math.sqrt((length - 2) / (length ** 2 - 1));
}

/** 1 less half of von Neumann's ratio: the correlation of neighbours. 0 where all are the same. */
export function lagOne(means: readonly number[]): number {
  const mean = meanOf(means);
  const squares = means.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const steps = means.slice(1).reduce((sum, each, index) => sum + (each - (means[index] ?? 0)) ** 2, 0);
  return squares === 0 ? 0 : 1 - steps / squares / 2;
}
