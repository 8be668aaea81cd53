import { describe, expect, it } from '@jest/globals';
import { rateAt, type Pattern } from '../../lib/playground/load/pattern.js';

function mean(pattern: Pattern, rate: number, seconds: number): number {
  const steps = seconds * 10;
  const rates = Array.from({ length: steps }, (_, step) => rateAt(pattern, rate, step / 10));
  return rates.reduce((sum, each) => sum + each, 0) / steps;
}

describe('the rate of a load', () => {
  it('is steady', () => {
    expect([0, 7.3, 1000].map((at) => rateAt('steady', 40, at))).toEqual([40, 40, 40]);
  });

  it('comes in bursts whose mean is the rate', () => {
    expect([0, 3.9, 4, 4.9, 5].map((at) => rateAt('burst', 40, at))).toEqual([20, 20, 120, 120, 20]);
    expect(mean('burst', 40, 60)).toBeCloseTo(40);
  });

  it('has a spike of five times the rate, two seconds in twenty', () => {
    expect([0, 17.9, 18, 19.9, 20].map((at) => rateAt('spike', 40, at))).toEqual([40, 40, 200, 200, 40]);
  });

  it('goes up from nothing in half a minute, and begins again', () => {
    expect([0, 15, 30, 45].map((at) => rateAt('ramp', 40, at))).toEqual([0, 20, 0, 20]);
    expect(rateAt('ramp', 40, 29.999)).toBeCloseTo(40, 1);
  });

  it.each(['steady', 'burst', 'spike', 'ramp'] as const)('is never above 500 with %s', (pattern) => {
    for (let at = 0; at < 60; at += 0.1) expect(rateAt(pattern, 500, at)).toBeLessThanOrEqual(500);
    expect(rateAt(pattern, 0, 19)).toBe(0);
  });
});
