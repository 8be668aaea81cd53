import { scrambledWords } from '../engine/split-mix.js';

/**
 * What the clients of a run are known by, such as `client-3-9f0c61d2`. The last part follows from the seed, so that hashing
 * algorithms place the clients of another seed elsewhere.
 */
export function clientKeys(seed: number, count: number): readonly string[] {
  // The first four words seed the random streams.
  const word = scrambledWords(seed, 5)[4] ?? 0;
  const suffix = (word >>> 0).toString(16).padStart(8, '0');
  return Array.from({ length: count }, (_, client) => `client-${client}-${suffix}`);
}
