import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { doubleOf, highWord, lowWord } from '../lib/float-words.js';

test('the words of a double are those of IEEE 754', () => {
  const words = (value: number): string[] =>
    [highWord(value), lowWord(value)].map((word) => word.toString(16));

  expect(words(1)).toEqual(['3ff00000', '0']);
  expect(words(-2)).toEqual(['c0000000', '0']);
  expect(words(0.1)).toEqual(['3fb99999', '9999999a']);
  expect(words(Infinity)).toEqual(['7ff00000', '0']);
  expect(words(Number.MIN_VALUE)).toEqual(['0', '1']);
});

test('the words are the double again', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (value) => {
      expect(doubleOf(highWord(value), lowWord(value))).toBe(value);
    }),
  );
});

test('the upper words of positive numbers are in their order', () => {
  const positive = fc.double({ min: 0, noNaN: true });
  fc.assert(
    fc.property(positive, positive, (a, b) => {
      expect(highWord(Math.max(a, b))).toBeGreaterThanOrEqual(highWord(Math.min(a, b)));
    }),
  );
});
