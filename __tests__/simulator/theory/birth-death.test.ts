import { describe, expect, it } from '@jest/globals';
import { birthDeath, meanState } from '../../../lib/simulator/theory/birth-death.js';

describe('a birth–death process', () => {
  it('is geometric with rates that stay the same', () => {
    const states = birthDeath(
      3,
      () => 1,
      () => 2,
    );

    [8, 4, 2, 1].forEach((weight, n) => expect(states[n]).toBeCloseTo(weight / 15, 12));
  });

  it('is binomial where each of 3 comes and goes by itself', () => {
    const states = birthDeath(
      3,
      (n) => 3 - n,
      (n) => n,
    );

    [1, 3, 3, 1].forEach((weight, n) => expect(states[n]).toBeCloseTo(weight / 8, 12));
    expect(meanState(states)).toBeCloseTo(1.5, 12);
  });

  it('keeps its sum of 1 where products are out of range for a double', () => {
    const states = birthDeath(
      5000,
      () => 9,
      () => 1,
    );

    expect(states.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
    expect(states[5000]).toBeCloseTo(8 / 9, 12);
  });
});
