import type { RandomSource } from '../schedulers/scheduler.js';

/** One draw of an exponential distribution of mean 1, by inversion. Takes one random number. */
export function exponential(random: RandomSource): number {
  return -Math.log(1 - random());
}
