import { expect, test } from '@jest/globals';
import { randomStreams } from '../../lib/simulator/engine/random-streams.js';
import { BURSTY, interarrivalTimes, type ArrivalProcess } from '../../lib/workload/arrivals.js';
import { momentsOf } from '../simulator/moments.js';

const RATE = 4;
const SERVICE_MEAN = 0.5;

function gaps(process: ArrivalProcess, seed = 1): () => number {
  return interarrivalTimes(process, RATE, SERVICE_MEAN, randomStreams(seed, 1).arrivals);
}

/** Arrivals in so many windows of so much time, from the beginning. */
function countsIn(process: ArrivalProcess, windows: number, length: number): number[] {
  const counts = Array.from({ length: windows }, () => 0);
  const gap = gaps(process);
  for (let at = gap(); at < windows * length; at += gap()) {
    const window = Math.floor(at / length);
    counts[window] = (counts[window] ?? 0) + 1;
  }
  return counts;
}

/** Variance of counts by their mean: 1 for a Poisson process. */
function dispersion(counts: readonly number[]): number {
  let next = 0;
  const { mean, variance } = momentsOf(() => counts[next++] ?? 0, counts.length);
  return variance / mean;
}

test('poisson arrivals come in exponential gaps of mean 1 / rate', () => {
  const count = 40_000;
  const { mean, variance } = momentsOf(gaps('poisson'), count);

  expect(Math.abs(mean * RATE - 1)).toBeLessThan(4 / Math.sqrt(count));
  expect(Math.abs(variance * RATE ** 2 - 1)).toBeLessThan(4 * Math.sqrt(8 / count));
});

test('poisson arrivals scatter over windows as their index of dispersion, 1, says', () => {
  const windows = 2000;

  expect(Math.abs(dispersion(countsIn('poisson', windows, 5)) - 1)).toBeLessThan(4 * Math.sqrt(2 / windows));
});

test('deterministic arrivals come in equal gaps', () => {
  expect(momentsOf(gaps('deterministic'), 100)).toEqual({ mean: 1 / RATE, variance: 0 });
});

test('bursty states make one times the mean rate together, a quarter of the time in the burst', () => {
  const { burst, quiet } = BURSTY;
  const all = burst.stay + quiet.stay;

  expect((burst.rate * burst.stay + quiet.rate * quiet.stay) / all).toBeCloseTo(1, 12);
  expect(burst.stay / all).toBe(0.25);
});

test('bursty arrivals are as many as asked for, and scatter far more than Poisson', () => {
  const { burst, quiet } = BURSTY;
  const [windows, length] = [2000, 100 * SERVICE_MEAN];
  const counts = countsIn('bursty', windows, length);
  const expected = RATE * length * windows;
  // Of an MMPP over a long time: 1 + 2 × variance of the rate × the time after which states are forgotten (MMPP cookbook).
  const forgotten = SERVICE_MEAN / (1 / burst.stay + 1 / quiet.stay);
  const variance = RATE ** 2 * (0.25 * (burst.rate - 1) ** 2 + 0.75 * (quiet.rate - 1) ** 2);
  const index = 1 + (2 * variance * forgotten) / RATE;
  const total = counts.reduce((sum, count) => sum + count, 0);

  expect(Math.abs(total - expected)).toBeLessThan(4 * Math.sqrt(index * expected));
  // Windows of a hundred services are not for ever: less than the limit, but far above 1.
  expect(dispersion(counts)).toBeGreaterThan(5);
  expect(dispersion(counts)).toBeLessThan(index);
});

test('bursts are measured by the service mean', () => {
  const [slow, fast] = [1, 10].map((serviceMean) => {
    const gap = interarrivalTimes('bursty', RATE / serviceMean, serviceMean, randomStreams(5, 1).arrivals);
    return Array.from({ length: 1000 }, gap);
  });

  fast?.forEach((gap, index) => expect(gap / (slow?.[index] ?? 0)).toBeCloseTo(10, 6));
});
