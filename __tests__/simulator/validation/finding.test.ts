import { describe, expect, it } from '@jest/globals';
import { judge, relativeTolerance, type ValidationClaim } from '../../../lib/simulator/validation/finding.js';

const CLAIM: ValidationClaim = {
  name: 'one-backend',
  about: 'one backend',
  system: 'M/M/1',
  figure: 'mean',
  ...relativeTolerance(5, 0.02),
};

describe('a verdict', () => {
  it.each([
    ['holds', 5, [4.96, 5.04]],
    ['holds', 4.91, [4.82, 4.99]],
    ['holds', 5.1, [5.05, 5.15]],
    ['misses', 5.11, [5.06, 5.16]],
    ['misses', 4.8, [4.75, 4.85]],
    ['misses', NaN, [4.95, 5.05]],
    ['unsure', 5, [4.89, 5.11]],
    ['unsure', 5.2, [5.05, 5.35]],
    ['misses', 5.4, [5.2, 5.6]],
  ] as const)('is %s for %d within %j, where 5 is expected to 2 percent', (verdict, got, confidence) => {
    expect(judge(CLAIM, { got, confidence }).verdict).toBe(verdict);
  });

  it.each([
    ['holds', 4.9],
    ['misses', 4.89],
    ['misses', NaN],
  ])('is %s for %d where nothing is left to chance', (verdict, got) => {
    expect(judge(CLAIM, { got }).verdict).toBe(verdict);
  });

  it('comes with the claim and the reading', () => {
    expect(judge(CLAIM, { got: 5 })).toEqual({ ...CLAIM, got: 5, verdict: 'holds' });
    expect(CLAIM).toMatchObject({ expected: 5, tolerance: '2 %', allowed: [4.9, 5.1] });
    expect(relativeTolerance(1, 0.007).tolerance).toBe('0.7 %');
  });
});
