import { describe, expect, it } from '@jest/globals';
import { solve } from '../../../lib/simulator/theory/linear-system.js';

describe('a system of linear equations', () => {
  it('is solved', () => {
    const matrix = [
      [2, 1, -1],
      [-3, -1, 2],
      [-2, 1, 2],
    ];

    const solution = solve(matrix, [8, -11, -3]);

    [2, 3, -1].forEach((value, index) => expect(solution[index]).toBeCloseTo(value, 12));
    expect(matrix[0]).toEqual([2, 1, -1]);
  });

  it('is solved where the diagonal is empty, or all but empty', () => {
    expect(
      solve(
        [
          [0, 1],
          [1, 0],
        ],
        [3, 4],
      ),
    ).toEqual([4, 3]);
    const [x, y] = solve(
      [
        [1e-20, 1],
        [1, 1],
      ],
      [1, 2],
    );
    expect(x).toBeCloseTo(1, 12);
    expect(y).toBeCloseTo(1, 12);
  });

  it('is refused where equations depend on each other', () => {
    expect(() =>
      solve(
        [
          [1, 2],
          [2, 4],
        ],
        [1, 2],
      ),
    ).toThrow(RangeError);
  });
});
