import { describe, expect, it } from '@jest/globals';
import { count, names } from '../../lib/observe/format.js';

describe('format', () => {
  it('counts in singular and plural', () => {
    expect([count(0, 'backend'), count(1, 'backend'), count(2, 'backend')]).toEqual([
      '0 backends',
      '1 backend',
      '2 backends',
    ]);
  });

  it('lists names, or says that there is none', () => {
    expect([names(['B1', 'B2']), names([])]).toEqual(['B1, B2', 'none']);
  });

  it('lists no more than ten names', () => {
    const letters = 'a b c d e f g h i j k l'.split(' ');
    expect(names(letters.slice(0, 10))).toBe('a, b, c, d, e, f, g, h, i, j');
    expect(names(letters)).toBe('a, b, c, d, e, f, g, h, i, j and 2 more');
  });
});
