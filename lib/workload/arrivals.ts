import type { RandomSource } from '../schedulers/scheduler.js';
import { exponential } from './exponential.js';

export const ARRIVAL_PROCESSES = ['poisson', 'deterministic', 'bursty'] as const;
export type ArrivalProcess = (typeof ARRIVAL_PROCESSES)[number];

/**
 * The bursty process: a Poisson process whose rate is now the one, now the other of two (a two-state Markov-modulated
 * Poisson process; Fischer and Meier-Hellstern, "The MMPP cookbook", 1993). Rates are relative to the mean rate, stays in
 * times of the mean service; both states are left after an exponential time. A quarter of the time is a burst.
 */
export const BURSTY = {
  burst: { rate: 2, stay: 20 },
  quiet: { rate: 2 / 3, stay: 60 },
} as const;

/**
 * Draws the times between two arrivals.
 *
 * @param rate - mean arrivals per unit of time
 * @param serviceMean - by which the bursts are measured
 */
export function interarrivalTimes(
  process: ArrivalProcess,
  rate: number,
  serviceMean: number,
  random: RandomSource,
): () => number {
  const mean = 1 / rate;
  switch (process) {
    case 'poisson':
      return () => mean * exponential(random);
    case 'deterministic':
      return () => mean;
    case 'bursty':
      return bursty(rate, serviceMean, random);
  }
}

function bursty(rate: number, serviceMean: number, random: RandomSource): () => number {
  const states = [BURSTY.quiet, BURSTY.burst] as const;
  let bursting = 0;
  let left = states[0].stay * serviceMean * exponential(random);
  return () => {
    let waited = 0;
    for (;;) {
      const state = states[bursting === 0 ? 0 : 1];
      const gap = exponential(random) / (state.rate * rate);
      if (gap < left) {
        left -= gap;
        return waited + gap;
      }
      // The exponential has no memory: what is left of the gap is drawn anew at the other rate.
      waited += left;
      bursting = 1 - bursting;
      left = states[bursting === 0 ? 0 : 1].stay * serviceMean * exponential(random);
    }
  };
}
