import { describe, expect, it } from '@jest/globals';
import { Pace } from '../../lib/discovery/pace.js';

const FAILED = { failure: 'no answer', isEmpty: false };
const answer = (holdsMs?: number): object & { targets: [] } => ({
  targets: [],
  ...(holdsMs !== undefined && { holdsMs }),
});
const pace = (random = 0.5): Pace => new Pace(30_000, () => random);

describe('the next lookup of a name', () => {
  it.each([
    ['when its records expire', 20_000, 20_000],
    ['after 1 s at the earliest', 0, 1000],
    ['after 60 s at the latest', 86_400_000, 60_000],
    ['at the interval where nothing says how long they hold', undefined, 30_000],
  ])('comes %s', (_, holdsMs, waitMs) => {
    expect(pace().after(answer(holdsMs))).toBe(waitMs);
  });

  it('comes up to a tenth earlier or later', () => {
    expect(pace(0).after(answer(20_000))).toBe(18_000);
    expect(pace(1).after(answer(20_000))).toBe(22_000);
  });

  it('comes after 1 s when one has failed, then twice as long each time, up to the interval', () => {
    const failing = pace();
    const waits = Array.from({ length: 7 }, () => failing.after(FAILED));
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    failing.after(answer());
    expect(failing.after(FAILED)).toBe(1000);
  });

  it('comes no later than when something is to be said', () => {
    expect(pace().after(FAILED, 300)).toBe(300);
    expect(pace().after(FAILED, -5)).toBe(0);
  });
});
