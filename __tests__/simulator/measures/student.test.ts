import { expect, test } from '@jest/globals';
import { tProbability, tQuantile } from '../../../lib/simulator/measures/student.js';

test.each([1, 2, 3, 4, 9, 10, 19, 30])(
  'with %d degrees of freedom 5 %% are beyond the quantile',
  (freedom) => {
    expect(Math.abs(tProbability(tQuantile(freedom), freedom) - 0.05)).toBeLessThan(1e-4);
    expect(tProbability(0, freedom)).toBe(1);
    expect(tProbability(-2, freedom)).toBe(tProbability(2, freedom));
  },
);

test.each([
  [1, 1, 0.5],
  [2, 3.182446, 0.086],
  [4, 3.746947, 0.02],
  [10, 1.093058, 0.3],
])('with %d degrees of freedom %d is exceeded with a probability of %d', (freedom, t, probability) => {
  expect(Math.abs(tProbability(t, freedom) - probability)).toBeLessThan(5e-4);
});
