import type { RandomSource } from '../schedulers/scheduler.js';
import { exponential } from './exponential.js';

/** How long requests take on a backend of speed 1. Each has a mean of its own choosing; its shape is what is told here. */
export type ServiceDistribution =
  | { readonly kind: 'exponential' }
  | { readonly kind: 'deterministic' }
  /** The sum of a number of exponential phases. */
  | { readonly kind: 'erlang'; readonly phases: number }
  /** @param cv2 - squared coefficient of variation: variance by squared mean */
  | { readonly kind: 'lognormal'; readonly cv2: number }
  /** A tail that falls as x^−alpha; alpha is above 1, else there were no mean. */
  | { readonly kind: 'pareto'; readonly alpha: number }
  | EmpiricalService;

/** Times that were measured, drawn with replacement. */
export interface EmpiricalService {
  readonly kind: 'empirical';
  /** Where they stand. */
  readonly file: string;
  /** At least one; not all of them are 0. */
  readonly times: readonly number[];
  /** Of them all. */
  readonly mean: number;
}

/** @param times - at least one, not all of them 0 */
export function empiricalService(file: string, times: readonly number[]): EmpiricalService {
  return { kind: 'empirical', file, times, mean: times.reduce((sum, time) => sum + time, 0) / times.length };
}

/**
 * Draws service times of that distribution and mean.
 *
 * Only `Math.log`, `Math.exp` and `Math.sqrt` are used, which every V8 computes alike, so that a seed means the same
 * everywhere.
 */
export function serviceTimes(
  distribution: ServiceDistribution,
  mean: number,
  random: RandomSource,
): () => number {
  switch (distribution.kind) {
    case 'exponential':
      return () => mean * exponential(random);
    case 'deterministic':
      return () => mean;
    case 'erlang':
      return erlang(distribution.phases, mean, random);
    case 'lognormal':
      return lognormal(distribution.cv2, mean, random);
    case 'pareto':
      return pareto(distribution.alpha, mean, random);
    case 'empirical':
      return drawn(distribution, mean, random);
  }
}

function erlang(phases: number, mean: number, random: RandomSource): () => number {
  return () => {
    let sum = 0;
    for (let phase = 0; phase < phases; phase++) sum += exponential(random);
    return (mean / phases) * sum;
  };
}

function lognormal(cv2: number, mean: number, random: RandomSource): () => number {
  const variance = Math.log(1 + cv2);
  const deviation = Math.sqrt(variance);
  const normal = normals(random);
  return () => mean * Math.exp(deviation * normal() - variance / 2);
}

/** Standard normal draws by the polar method (G. Marsaglia and T. A. Bray, 1964), which come in pairs. */
function normals(random: RandomSource): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const x = 2 * random() - 1;
      const y = 2 * random() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      spare = y * factor;
      return x * factor;
    }
  };
}

/** Pareto's distribution from its scale upwards: P(X > x) = (scale / x)^alpha. */
function pareto(alpha: number, mean: number, random: RandomSource): () => number {
  const scale = (mean * (alpha - 1)) / alpha;
  return () => scale * Math.exp(exponential(random) / alpha);
}

/** Scaled to the mean. */
function drawn({ times, mean: own }: EmpiricalService, mean: number, random: RandomSource): () => number {
  const factor = mean / own;
  return () => factor * (times[Math.floor(random() * times.length)] ?? own);
}

/** Whether latencies have a variance where requests wait for each other: waits need a third moment of the service times. */
export function hasVariance(distribution: ServiceDistribution): boolean {
  return distribution.kind !== 'pareto' || distribution.alpha > 3;
}

/** Variance by squared mean; infinite for a Pareto tail of alpha 2 or less. */
export function squaredVariation(distribution: ServiceDistribution): number {
  switch (distribution.kind) {
    case 'exponential':
      return 1;
    case 'deterministic':
      return 0;
    case 'erlang':
      return 1 / distribution.phases;
    case 'lognormal':
      return distribution.cv2;
    case 'pareto': {
      const { alpha } = distribution;
      return alpha > 2 ? 1 / (alpha * (alpha - 2)) : Infinity;
    }
    case 'empirical': {
      const { times, mean } = distribution;
      return times.reduce((sum, time) => sum + (time / mean - 1) ** 2, 0) / times.length;
    }
  }
}
