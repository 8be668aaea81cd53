import { expect, test } from '@jest/globals';
import { formatCount, formatEstimate, formatShare, formatTime } from '../../../lib/cli/simulation/numbers.js';

test.each([
  [0.5, '0.500'],
  [9.9999, '10.000'],
  [12.345, '12.35'],
  [123.45, '123.5'],
  [1234.5, '1235'],
  [-2.5, '-2.500'],
  [Infinity, '–'],
  [NaN, '–'],
])('the time %d is written as %s', (value, text) => expect(formatTime(value)).toBe(text));

test('an estimate has the half of its interval beside it, if it has one', () => {
  expect(formatEstimate(5.28, [5.14, 5.42])).toBe('5.280 ± 0.140');
  expect(formatEstimate(5.28)).toBe('5.280');
});

test('counts have separators, shares one digit', () => {
  expect(formatCount(1_234_567)).toBe('1,234,567');
  expect(formatShare(1, 8)).toBe('12.5 %');
  expect(formatShare(0, 0)).toBe('–');
});
