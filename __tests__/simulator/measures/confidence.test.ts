import { expect, test } from '@jest/globals';
import { randomStreams } from '../../../lib/simulator/engine/random-streams.js';
import { confidenceInterval, meanOf, significantByHolm } from '../../../lib/simulator/measures/confidence.js';
import { serviceTimes } from '../../../lib/workload/service-times.js';

test('a mean is the sum by the number, and 0 of nothing', () => {
  expect(meanOf([1, 2, 6])).toBe(3);
  expect(meanOf([])).toBe(0);
});

/** Of samples with mean 0 and standard deviation 1 the upper bound is t / √n: the t of a table. */
function quantileFor(freedom: number): number {
  const count = freedom + 1;
  // Half of them at one side, half at the other; one at 0 if they are odd.
  const pairs = Math.floor(count / 2);
  const size = Math.sqrt(freedom / (2 * pairs));
  const samples = Array.from({ length: count }, (_, index) =>
    index < pairs ? size : index < 2 * pairs ? -size : 0,
  );
  return (confidenceInterval(samples)?.[1] ?? 0) * Math.sqrt(count);
}

test.each([
  [1, 12.706],
  [2, 4.303],
  [4, 2.776],
  [9, 2.262],
  [10, 2.228],
  [29, 2.045],
  [30, 2.042],
  [31, 2.0395],
  [40, 2.0211],
  [60, 2.0003],
  [120, 1.9799],
  [1000, 1.9623],
])('with %d degrees of freedom the quantile of t is %d', (freedom, quantile) => {
  expect(Math.abs(quantileFor(freedom) - quantile)).toBeLessThan(0.001);
});

test('an interval is around the mean, by hand', () => {
  const [low, high] = confidenceInterval([1, 2, 3]) ?? [];

  // Standard deviation 1, t 4.303 for two degrees of freedom.
  expect(low).toBeCloseTo(2 - 4.303 / Math.sqrt(3), 9);
  expect(high).toBeCloseTo(2 + 4.303 / Math.sqrt(3), 9);
});

test('samples that are all the same leave no doubt', () => {
  expect(confidenceInterval([4, 4, 4])).toEqual([4, 4]);
});

test('one sample, or none, says nothing of how sure it is', () => {
  expect(confidenceInterval([5])).toBeUndefined();
  expect(confidenceInterval([])).toBeUndefined();
});

test.each([2, 5, 30, 100])('of intervals over %d normal samples, 95 %% hold the true mean', (count) => {
  const draw = serviceTimes({ kind: 'lognormal', cv2: 1 }, Math.SQRT2, randomStreams(count, 1).services);
  const intervals = 1500;
  let held = 0;
  for (let each = 0; each < intervals; each++) {
    // The logarithm of a lognormal of mean √2 and CV² 1 is a normal of mean 0.
    const [low, high] = confidenceInterval(Array.from({ length: count }, () => Math.log(draw()))) ?? [
      NaN,
      NaN,
    ];
    if (low <= 0 && 0 <= high) held++;
  }

  expect(Math.abs(held / intervals - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / intervals));
});

test('of several findings those are significant that Holm lets through, the surest first', () => {
  expect(significantByHolm([0.01, 0.04, 0.03])).toEqual([true, false, false]);
  expect(significantByHolm([0.01, 0.02, 0.04])).toEqual([true, true, true]);
  expect(significantByHolm([0.04])).toEqual([true]);
  expect(significantByHolm([0.04, undefined])).toEqual([true, false]);
  expect(significantByHolm([0, 0, 0])).toEqual([true, true, true]);
  expect(significantByHolm([])).toEqual([]);
});
