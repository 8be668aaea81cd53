import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RATE_LIMITER_MAX, RateLimiter } from '../../lib/dispatch/rate-limiter.js';

/** How many of `calls` at the same moment are allowed. */
function allowed(limiter: RateLimiter, key: string, now: number, calls = 100): number {
  return Array.from({ length: calls }, () => limiter.allows(key, now)).filter(Boolean).length;
}

describe('the rate limiter', () => {
  it('allows a burst, and then as many as the rate gives back', () => {
    const limiter = new RateLimiter({ perSecond: 10, burst: 3 });
    expect(Array.from({ length: 5 }, () => limiter.allows('a', 1000))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(limiter.allows('a', 1099)).toBe(false);
    expect(limiter.allows('a', 1100)).toBe(true);
    expect(limiter.allows('a', 1199)).toBe(false);
    expect(limiter.allows('a', 1200)).toBe(true);
    expect(allowed(limiter, 'a', 1400)).toBe(2);
    expect(allowed(limiter, 'a', 1699)).toBe(2);
  });

  it('keeps what is left of a token that is not whole yet', () => {
    const limiter = new RateLimiter({ perSecond: 10, burst: 3 });
    expect(allowed(limiter, 'a', 0)).toBe(3);
    expect(allowed(limiter, 'a', 150)).toBe(1);
    expect(allowed(limiter, 'a', 199)).toBe(0);
    expect(allowed(limiter, 'a', 200)).toBe(1);
  });

  it('never saves up more than the burst', () => {
    const limiter = new RateLimiter({ perSecond: 10, burst: 3 });
    limiter.allows('a', 0);
    expect(allowed(limiter, 'a', 1e9)).toBe(3);
    expect(allowed(limiter, 'a', 1e9 + 300)).toBe(3);
  });

  it.each([
    { perSecond: 0.1, burst: 1 },
    { perSecond: 0.5, burst: 1 },
    { perSecond: 0.9, burst: 1 },
    { perSecond: 1, burst: 2 },
    { perSecond: 1.75, burst: 3 },
    { perSecond: 40, burst: 80 },
  ])('has a burst of $burst by default at $perSecond a second', ({ perSecond, burst }) => {
    expect(allowed(new RateLimiter({ perSecond }), 'a', 0)).toBe(burst);
  });

  it('knows rates of less than one a second', () => {
    const limiter = new RateLimiter({ perSecond: 0.5 });
    expect([0, 1, 1999, 2000, 3999, 4000, 4001].map((now) => limiter.allows('a', now))).toEqual([
      true,
      false,
      false,
      true,
      false,
      true,
      false,
    ]);
  });

  it('gives nothing while time stands still, and takes nothing for a refusal', () => {
    const limiter = new RateLimiter({ perSecond: 1000, burst: 2 });
    expect(allowed(limiter, 'a', 5, 10_000)).toBe(2);
    expect(allowed(limiter, 'a', 6)).toBe(1);
  });

  it.each([3, 7, 1000 / 7, 30_000])('loses and gains nothing by rounding at %d a second', (perSecond) => {
    const start = Date.UTC(2026, 0, 1) + 0.125;
    const limiter = new RateLimiter({ perSecond, burst: 50 });
    let count = allowed(limiter, 'a', start, 50);
    expect(count).toBe(50);
    for (let ms = 1; ms <= 10_000; ms++) count += allowed(limiter, 'a', start + ms, 50);
    expect(count).toBe(50 + Math.floor(perSecond * 10));
  });

  it('counts each key for itself', () => {
    const limiter = new RateLimiter({ perSecond: 1, burst: 2 });
    expect(allowed(limiter, 'a', 0)).toBe(2);
    expect(allowed(limiter, 'b', 500)).toBe(2);
    expect([allowed(limiter, 'a', 1000), allowed(limiter, 'b', 1000)]).toEqual([1, 0]);
    expect(limiter.size).toBe(2);
  });

  it('forgets the least recently used key, and a refused call is a use, too', () => {
    const limiter = new RateLimiter({ perSecond: 1, burst: 1, max: 2 });
    for (const key of ['a', 'b']) expect(limiter.allows(key, 0)).toBe(true);
    expect(limiter.allows('a', 0)).toBe(false);
    expect(limiter.allows('c', 0)).toBe(true);
    expect(limiter.allows('a', 0)).toBe(false);
    expect(limiter.allows('b', 0)).toBe(true);
    expect(limiter.size).toBe(2);
  });

  it('never remembers more than its bound, at a million keys either', () => {
    const limiter = new RateLimiter({ perSecond: 1 });
    let largest = 0;
    for (let key = 0; key < 1e6; key++) {
      limiter.allows(String(key), key);
      largest = Math.max(largest, limiter.size);
    }
    expect(largest).toBe(RATE_LIMITER_MAX);
  });

  it.each([0, -1, NaN, Infinity])('refuses a rate of %d', (perSecond) => {
    expect(() => new RateLimiter({ perSecond })).toThrow(
      `perSecond ${perSecond} is out of range: use more than 0, such as 10 or 0.5`,
    );
  });

  it.each([0, 0.5, -1, NaN])('refuses a burst of %d', (burst) => {
    expect(() => new RateLimiter({ perSecond: 1, burst })).toThrow(
      `burst ${burst} is out of range: use 1 or more`,
    );
  });

  it('agrees with a plain token bucket', () => {
    /** In thousandths of a token, so that rates in quarters and times in eighths of a millisecond are exact. */
    class TokenBucket {
      #tokens: number;
      #last = 0;

      constructor(
        readonly perSecond: number,
        readonly burst: number,
      ) {
        this.#tokens = burst * 1000;
      }

      allows(now: number): boolean {
        this.#tokens = Math.min(this.burst * 1000, this.#tokens + (now - this.#last) * this.perSecond);
        this.#last = now;
        if (this.#tokens < 1000) return false;
        this.#tokens -= 1000;
        return true;
      }
    }

    const property = fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 2, max: 20 }),
      fc.array(
        fc.record({
          key: fc.constantFrom('a', 'b'),
          wait: fc.oneof(
            fc.constant(0),
            fc.integer({ min: 1, max: 800 }),
            fc.integer({ min: 1, max: 80_000 }),
          ),
        }),
        { maxLength: 200, size: 'max' },
      ),
      (quarters, halves, calls) => {
        const [perSecond, burst] = [quarters / 4, halves / 2];
        const limiter = new RateLimiter({ perSecond, burst, max: 2 });
        const model = { a: new TokenBucket(perSecond, burst), b: new TokenBucket(perSecond, burst) };
        let now = 0;
        const answers = calls.map(({ key, wait }) => {
          now += wait / 8;
          return { now, limiter: limiter.allows(key, now), model: model[key].allows(now) };
        });
        expect(answers.filter(({ limiter, model }) => limiter !== model)).toEqual([]);
      },
    );
    fc.assert(property, { seed: 1, numRuns: 300 });
  });
});
