import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { spread, thin, type Point } from '../../../lib/simulator/page/thinning.js';

const point = fc.tuple(
  fc.double({ min: 0, max: 900, noNaN: true }),
  fc.double({ min: 0, max: 400, noNaN: true }),
);

describe('thinning a curve', () => {
  it('keeps its ends', () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 200 }), (points) => {
        const kept = thin(points);
        expect(kept[0]).toBe(points[0]);
        expect(kept.at(-1)).toBe(points.at(-1));
      }),
    );
  });

  it('leaves nothing out that is further from all that is kept than the eye sees', () => {
    fc.assert(
      fc.property(fc.array(point, { maxLength: 100 }), (points) => {
        const kept = thin(points);
        for (const [x, y] of points)
          expect(Math.min(...kept.map(([a, b]) => Math.hypot(a - x, b - y)))).toBeLessThan(3);
      }),
    );
  });

  it('keeps few of many points on a short way', () => {
    const points = Array.from({ length: 10_000 }, (_, index): Point => [index / 100, 0]);
    expect(thin(points).length).toBeLessThan(70);
  });

  it('has nothing of nothing', () => {
    expect(thin([])).toEqual([]);
  });
});

describe('a spread choice', () => {
  it('has the first, the last, and even steps between', () => {
    expect(
      spread(
        Array.from({ length: 101 }, (_, index) => index),
        5,
      ),
    ).toEqual([0, 25, 50, 75, 100]);
  });

  it('is all of a short list', () => {
    expect(spread([1, 2, 3], 5)).toEqual([1, 2, 3]);
  });
});
