import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fitColumns, widthOf, type ColumnSize } from '../../lib/cli/fit-columns.js';

const indexes = (sizes: readonly ColumnSize[], room: number): number[] =>
  fitColumns(sizes, room).map(({ index }) => index);

describe('the columns of a table', () => {
  const SIZES = [{ natural: 10 }, { natural: 5, rank: 1 }, { natural: 5 }, { natural: 5, rank: 2 }];

  it('are all shown where there is room', () => {
    expect(indexes(SIZES, Infinity)).toEqual([0, 1, 2, 3]);
    expect(indexes(SIZES, 38)).toEqual([0, 1, 2, 3]);
  });

  it('go by their rank, the highest first; those without one stay', () => {
    expect(indexes(SIZES, 37)).toEqual([0, 1, 2]);
    expect(indexes(SIZES, 29)).toEqual([0, 2]);
    expect(indexes(SIZES, 5)).toEqual([0, 2]);
  });

  it('of the same rank go from the right', () => {
    expect(indexes([{ natural: 5 }, { natural: 5, rank: 1 }, { natural: 5, rank: 1 }], 20)).toEqual([0, 1]);
  });

  it('get narrower before any goes, the widest one first', () => {
    const sizes = [
      { natural: 30, narrowest: 8 },
      { natural: 20, narrowest: 8 },
      { natural: 5, rank: 1 },
    ];
    expect(fitColumns(sizes, 43)).toEqual([
      { index: 0, width: 14 },
      { index: 1, width: 14 },
      { index: 2, width: 5 },
    ]);
  });

  it('are broken however they are when nothing else is left', () => {
    expect(fitColumns([{ natural: 40 }, { natural: 3 }], 30)).toEqual([
      { index: 0, width: 20 },
      { index: 1, width: 3 },
    ]);
  });

  it('fit wherever eight characters each do, and none of those without a rank is missing', () => {
    const size = fc.record({
      natural: fc.integer({ min: 1, max: 60 }),
      rank: fc.integer({ min: 0, max: 9 }),
      narrowest: fc.integer({ min: 8, max: 60 }),
    });
    fc.assert(
      fc.property(
        fc.array(size, { minLength: 1, maxLength: 9 }),
        fc.integer({ min: 12, max: 200 }),
        (sizes, room) => {
          const fitted = fitColumns(sizes, room);
          const kept = sizes.flatMap(({ rank }, index) => (rank === 0 ? [index] : []));
          expect(fitted.map(({ index }) => index)).toEqual(expect.arrayContaining(kept));
          const least = widthOf(kept.map((index) => Math.min(8, sizes[index]?.natural ?? 0)));
          expect(widthOf(fitted.map(({ width }) => width))).toBeLessThanOrEqual(Math.max(room, least));
        },
      ),
    );
  });
});
