import { tProbability, tQuantile } from './student.js';

/** What samples say of the mean that they have in common. */
export interface Estimate {
  /** The bounds of its 95 % confidence interval. */
  readonly interval: readonly [low: number, high: number];
  /** The probability that samples of mean 0 differ from it as much, by chance. */
  readonly chance: number;
}

export function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * What independent samples say of their common mean (Student's t).
 *
 * @param inflation - by how much the variance of their mean is greater, as they are not quite independent @default 1
 * @returns undefined when there are fewer than two
 */
export function estimate(samples: readonly number[], inflation = 1): Estimate | undefined {
  const { length } = samples;
  if (length < 2) return undefined;
  const mean = meanOf(samples);
  const squares = samples.reduce((sum, sample) => sum + (sample - mean) ** 2, 0);
  const error = Math.sqrt((inflation * squares) / (length - 1) / length);
  const half = tQuantile(length - 1) * error;
  const chance = error === 0 ? Number(mean === 0) : tProbability(mean / error, length - 1);
  return { interval: [mean - half, mean + half], chance };
}

/** The 95 % confidence interval of {@link estimate}. */
export function confidenceInterval(samples: readonly number[]): Estimate['interval'] | undefined {
  return estimate(samples)?.interval;
}

/** An interval of the same length around another value. */
export function centredOn(value: number, [low, high]: Estimate['interval']): Estimate['interval'] {
  const half = (high - low) / 2;
  return [value - half, value + half];
}

/**
 * The bounds within which one more sample falls with 95 % (Student's t, for samples of a normal distribution).
 *
 * @returns undefined when there are fewer than two
 */
export function predictionInterval(samples: readonly number[]): Estimate['interval'] | undefined {
  const { length } = samples;
  if (length < 2) return undefined;
  const mean = meanOf(samples);
  const variance = samples.reduce((sum, sample) => sum + (sample - mean) ** 2, 0) / (length - 1);
  const half = tQuantile(length - 1) * Math.sqrt(variance * (1 + 1 / length));
  return [mean - half, mean + half];
}

/**
 * Which of several findings are more than chance, so that the probability of one or more false ones is 5 % at most
 * (S. Holm, "A simple sequentially rejective multiple test procedure", 1979).
 *
 * @param chances - of each, the probability that it is chance; undefined where it is not known
 */
export function significantByHolm(chances: readonly (number | undefined)[]): readonly boolean[] {
  const known = chances.filter((chance) => chance !== undefined).toSorted((a, b) => a - b);
  const first = known.findIndex((chance, rank) => chance > 0.05 / (known.length - rank));
  const least = first < 0 ? Infinity : (known[first] ?? 0);
  return chances.map((chance) => chance !== undefined && chance < least);
}
