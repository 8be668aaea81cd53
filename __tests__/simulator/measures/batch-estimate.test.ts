import { expect, test } from '@jest/globals';
import { randomStreams } from '../../../lib/simulator/engine/random-streams.js';
import { batchEstimate, lagOne, testOf } from '../../../lib/simulator/measures/batch-estimate.js';

/** A series in which each value keeps that share of the one before (an autoregressive process of mean 0). */
function series(count: number, share: number, seed: number): number[] {
  const { services } = randomStreams(seed, 1);
  let value = 0;
  return Array.from({ length: count }, () => (value = share * value + services() - 0.5));
}

function estimateOf(values: readonly number[]): ReturnType<typeof batchEstimate> {
  return batchEstimate((number) => {
    const size = Math.floor(values.length / number);
    if (size < 1) return [];
    return Array.from({ length: number }, (_, batch) =>
      values.slice(batch * size, (batch + 1) * size).reduce((sum, value) => sum + value / size, 0),
    );
  });
}

test('neighbours that are alike, unlike, or have nothing in common', () => {
  const rising = Array.from({ length: 20 }, (_, index) => index);

  expect(lagOne(rising)).toBeGreaterThan(0.9);
  expect(lagOne([1, -1, 1, -1, 1, -1])).toBeLessThan(-0.5);
  expect(Math.abs(lagOne(series(5000, 0, 1)))).toBeLessThan(0.05);
  expect(lagOne([3, 3, 3])).toBe(0);
  expect(testOf(rising)).toBeGreaterThan(3);
});

test.each([0, 0.9, 0.99])('of intervals of a series that keeps %d, about 95 %% hold the mean', (share) => {
  const length = 200 / (1 - share) ** 1;
  const found = Array.from({ length: 400 }, (_, seed) => estimateOf(series(10 * length, share, seed)));
  const given = found.filter((each) => each !== undefined);
  const held = given.filter(({ interval: [low, high] }) => low <= 0 && high >= 0).length;

  expect(given.length).toBeGreaterThan(360);
  expect(held / given.length).toBeGreaterThan(0.92);
  expect(held / given.length).toBeLessThan(0.985);
});

test('a series that is correlated for longer than it lasts mostly has no interval', () => {
  const given = Array.from({ length: 100 }, (_, seed) => estimateOf(series(300, 0.999, seed)));

  expect(given.filter((each) => each !== undefined).length).toBeLessThan(20);
});

test('parts that are all the same leave no doubt, and parts without answers no interval', () => {
  expect(estimateOf(Array.from({ length: 90 }, () => 2))?.interval).toEqual([2, 2]);
  expect(estimateOf(Array.from({ length: 90 }, () => NaN))).toBeUndefined();
  expect(estimateOf([1, 2])).toBeUndefined();
});
