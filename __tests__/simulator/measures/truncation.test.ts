import { expect, test } from '@jest/globals';
import { randomStreams } from '../../../lib/simulator/engine/random-streams.js';
import { truncation } from '../../../lib/simulator/measures/truncation.js';

function noise(count: number, seed = 1): number[] {
  return Array.from({ length: count }, randomStreams(seed, 1).services);
}

test('a series without a beginning of its own is left whole, or nearly', () => {
  for (const seed of [1, 2, 3]) expect(truncation(noise(2000, seed))).toBeLessThan(0.1);
  expect(truncation([])).toBe(0);
  expect(truncation(Array.from({ length: 100 }, () => 4))).toBe(0);
});

test('values that begin far off are left out', () => {
  const series = noise(2000).map((value, index) => value + 10 * Math.exp(-index / 100));

  expect(truncation(series)).toBeGreaterThan(0.15);
  expect(truncation(series)).toBeLessThan(0.4);
});

test('a series that rises to its end is too short to tell', () => {
  expect(truncation(noise(1000).map((value, index) => value + index / 50))).toBeGreaterThan(0.5);
});
