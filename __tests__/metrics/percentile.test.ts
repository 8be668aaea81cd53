import { describe, expect, it } from '@jest/globals';
import { distributionOf } from '../../lib/control/distribution.js';
import { percentileBetween } from '../../lib/metrics/percentile.js';

const BOUNDS = [1, 10, 100];
const counted = (...counts: readonly number[]): ReturnType<typeof distributionOf> =>
  distributionOf(BOUNDS, counts, 0);

describe('percentileBetween', () => {
  it('is in the bucket of its rank, in proportion', () => {
    const after = counted(50, 50, 0, 0);
    expect(percentileBetween(undefined, after, 0.25)).toBeCloseTo(0.5);
    expect(percentileBetween(undefined, after, 0.5)).toBeCloseTo(1);
    expect(percentileBetween(undefined, after, 0.75)).toBeCloseTo(5.5);
  });

  it('is of what came between two counts only', () => {
    expect(percentileBetween(counted(1000, 0, 0, 0), counted(1000, 0, 10, 0), 0.5)).toBeCloseTo(55);
  });

  it('takes what is longer than the last bound for that', () => {
    expect(percentileBetween(undefined, counted(1, 0, 0, 99), 0.99)).toBeCloseTo(100);
  });

  it('is none where nothing came', () => {
    const same = counted(3, 4, 5, 6);
    expect(percentileBetween(same, same, 0.5)).toBeNaN();
    expect(percentileBetween(undefined, counted(0, 0, 0, 0), 0.99)).toBeNaN();
  });
});
