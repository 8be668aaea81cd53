import { describe, expect, it } from '@jest/globals';
import {
  formatCount,
  formatFigure,
  formatInterval,
  formatShare,
  listed,
} from '../../../lib/simulator/report/figures.js';

describe('figures', () => {
  it.each([
    [0, '0'],
    [0.01234, '0.012'],
    [2.65904, '2.659'],
    [47.34, '47.34'],
    [193.25, '193.3'],
    [12_345.6, '12,346'],
    [-3.8, '−3.800'],
    [Infinity, '∞'],
    [NaN, '–'],
  ])('of %d are written %s', (value, text) => {
    expect(formatFigure(value)).toBe(text);
  });

  it('are written as shares and counts', () => {
    expect([1, 0.953, 0.1, 0.001, 1e-6, 0].map(formatShare)).toEqual([
      ...['100 %', '95.3 %', '10 %', '0.1 %', '0.0001 %', '0 %'],
    ]);
    expect(formatCount(1_000_000)).toBe('1,000,000');
  });

  it('have an interval unless there were too few samples', () => {
    expect(formatInterval([1.8, 1.91])).toBe('1.800 to 1.910');
    expect(formatInterval(undefined)).toBe('–');
  });
});

describe('a list of names', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b', 'c'], 'a, b and c'],
  ])('%j is told as "%s"', (names, text) => {
    expect(listed(names)).toBe(text);
  });
});
