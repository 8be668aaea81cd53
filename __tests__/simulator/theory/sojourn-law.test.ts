import { describe, expect, it } from '@jest/globals';
import { exponentialLaw, mixture, quantileOf } from '../../../lib/simulator/theory/sojourn-law.js';

describe('a law of sojourns', () => {
  it.each([0.5, 0.9, 0.99, 0.999])('has its quantile %d where the tail says so', (q) => {
    expect(quantileOf(exponentialLaw(5), q)).toBeCloseTo(-5 * Math.log(1 - q), 10);
  });

  it('has no quantile without a tail', () => {
    expect(quantileOf({ mean: 5 }, 0.99)).toBeUndefined();
  });

  it('mixes means and tails by their shares', () => {
    const mixed = mixture([
      { share: 0.25, law: exponentialLaw(8) },
      { share: 0.75, law: exponentialLaw(4) },
    ]);

    expect(mixed.mean).toBe(5);
    expect(mixed.tail?.(3)).toBeCloseTo(0.25 * Math.exp(-3 / 8) + 0.75 * Math.exp(-3 / 4), 12);
  });

  it('has no tail when one of those mixed has none', () => {
    const parts = [exponentialLaw(1), { mean: 3 }].map((law) => ({ share: 0.5, law }));

    expect(mixture(parts)).toEqual({ mean: 2 });
  });
});
