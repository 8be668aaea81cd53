import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/**
 * A repeatable source of uniform draws from [0, 1): the same seed gives the same draws on any machine (xoroshiro128+ of
 * Blackman and Vigna, the upper bits of which are good).
 */
export function seededRandom(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => (generator.next() >>> 0) / 2 ** 32;
}

/** Seeds that are drawn are below this. */
const SEEDS = 2 ** 32;

/** A seed for {@link seededRandom}, a whole number. @param random - uniform draws from [0, 1) */
export function drawSeed(random: () => number): number {
  return Math.floor(random() * SEEDS);
}
