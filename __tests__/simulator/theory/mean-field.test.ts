import { describe, expect, it } from '@jest/globals';
import { meanFieldSojourn, meanFieldTail } from '../../../lib/simulator/theory/mean-field.js';

describe('the mean field of power of d choices', () => {
  it.each([
    [2, 0.95, 3.383],
    [2, 0.9, 2.6141],
    [2, 0.5, 1.2657],
    [3, 0.9, 2.0279],
  ])('has for %d choices at a load of %d a mean sojourn of %d', (choices, load, mean) => {
    expect(meanFieldSojourn(choices, load)).toBeCloseTo(mean, 3);
  });

  it("is the sum of Mitzenmacher's theorem", () => {
    const [choices, load] = [3, 0.97];
    let sum = 0;
    for (let i = 1; i < 12; i++) sum += load ** ((choices ** i - choices) / (choices - 1));
    expect(meanFieldSojourn(choices, load)).toBeCloseTo(sum, 12);
  });

  it('falls doubly exponentially from the load', () => {
    const [first, second, third] = meanFieldTail(2, 0.5);

    expect([first, second, third]).toEqual([0.5, 2 ** -3, 2 ** -7]);
  });
});
