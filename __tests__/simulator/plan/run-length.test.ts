import { expect, test } from '@jest/globals';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import { runLength, type RunLength } from '../../../lib/simulator/plan/run-length.js';

const lengthOf = (options: SimulationOptions): RunLength => runLength(planSimulation(options).settings);

test('a run has to be longer the closer the load is to 1, and the more backends there are', () => {
  const needed = [0.5, 0.8, 0.95, 0.99].map((load) => lengthOf({ algorithm: 'random', load }).requests);
  expect(needed).toEqual(needed.toSorted((a, b) => a - b));
  expect((needed[3] ?? 0) / (needed[2] ?? 1)).toBeGreaterThan(20);

  const [ten = 0, thousand = 0] = [10, 1000].map(
    (backends) => lengthOf({ algorithm: 'random', backends }).requests,
  );
  expect(thousand).toBeGreaterThan(30 * ten);
});

test('services that vary more need more, and taking turns less', () => {
  const of = (options: SimulationOptions): number => lengthOf({ load: 0.9, ...options }).requests;
  expect(of({ algorithm: 'random', service: 'lognormal:9' })).toBeGreaterThan(
    4 * of({ algorithm: 'random' }),
  );
  expect(of({ algorithm: 'round-robin' })).toBeLessThan(0.6 * of({ algorithm: 'random' }));
  expect(of({ algorithm: 'random', arrivals: 'bursty' })).toBeGreaterThan(5 * of({ algorithm: 'random' }));
});

test('a class that is rare and long has to come some hundred times, by whatever algorithm', () => {
  const of = (classes: SimulationOptions['classes'] & object): number =>
    lengthOf({ algorithm: 'least-connections', load: 0.5, classes }).requests;
  const short = { name: 'short', share: 9999, mean: 1 };
  expect(of([short, { name: 'long', share: 1, mean: 5000 }])).toBe(1_000_000);
  expect(of([short, { name: 'alike', share: 1, mean: 2 }])).toBe(1000);
});

test('of algorithms that look at loads, and of closed loops, nothing is known beforehand', () => {
  expect(lengthOf({ algorithm: 'least-connections' })).toEqual({
    warmup: 200,
    requests: 1000,
    isKnown: false,
  });
  expect(lengthOf({ clients: 5, slots: 2 })).toEqual({ warmup: 400, requests: 2000, isKnown: false });
  expect(lengthOf({ algorithm: 'round-robin', sticky: true, keys: 5 }).isKnown).toBe(false);
  expect(lengthOf({ backends: 1 }).isKnown).toBe(true);
});
