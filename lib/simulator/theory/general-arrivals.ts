import type { Interarrivals } from './interarrivals.js';
import { exponentialLaw, type SojournLaw } from './sojourn-law.js';

/** Halvings until the root is known to the last bit. */
const STEPS = 60;

/**
 * GI/M/1: the sojourn is exponential of mean 1 / (μ (1 − σ)), where σ, the share of arrivals that find the server busy, is the
 * root below 1 of σ = A*(μ (1 − σ)) and A* the transform of the interarrival times.
 *
 * D. G. Kendall, 1953; L. Kleinrock, "Queueing Systems", vol. 1, 1975, section 6.4. The load has to be below 1.
 */
export function generalArrivals(arrivals: Interarrivals, serviceRate: number): SojournLaw {
  return exponentialLaw(1 / (serviceRate * (1 - busyAtArrival(arrivals, serviceRate))));
}

/** The root σ, by bisection: the transform is above the diagonal before the root, and below between it and 1. */
export function busyAtArrival({ transform }: Interarrivals, serviceRate: number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (transform(serviceRate * (1 - middle)) > middle) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
