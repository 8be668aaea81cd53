import { describe, expect, it } from '@jest/globals';
import { pollaczekKhinchine } from '../../../lib/simulator/theory/pollaczek-khinchine.js';

describe('the formula of Pollaczek and Khinchine', () => {
  it.each([
    ['deterministic services, load 0.9', 0.9, 1, 0, 5.5],
    ['exponential ones, load 0.8: M/M/1', 0.8, 1, 1, 5],
    ['Erlang of 4 phases, load 0.8', 0.8, 1, 0.25, 3.5],
    ['a variance of twice the squared mean, load 0.7', 0.7, 1, 2, 4.5],
    ['deterministic ones, twice as fast', 1.8, 2, 0, 2.75],
  ])('has for %s', (_, arrivalRate, serviceRate, squaredVariation, mean) => {
    expect(pollaczekKhinchine({ arrivalRate, serviceRate, squaredVariation })).toBeCloseTo(mean, 10);
  });

  it('is infinite with the variance of services', () => {
    expect(pollaczekKhinchine({ arrivalRate: 0.5, serviceRate: 1, squaredVariation: Infinity })).toBe(
      Infinity,
    );
  });
});
