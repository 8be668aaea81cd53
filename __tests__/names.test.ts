import { expect, test } from '@jest/globals';
import { nameList, namesFor } from '../lib/names.js';
import { CASE_NAMES } from '../lib/simulator/validation/case-names.js';

const NAMES = ['round-robin-10', 'round-robin-2', 'random', 'random-walk'];

test.each([
  ['round-robin', ['round-robin-10', 'round-robin-2']],
  ['round', ['round-robin-10', 'round-robin-2']],
  ['random', ['random', 'random-walk']],
  ['roun', []],
  ['', []],
])('%j stands for %j', (word, meant) => expect(namesFor(word, NAMES)).toEqual(meant));

test('each case of the validation has a name of its own', () => {
  expect(new Set(CASE_NAMES).size).toBe(CASE_NAMES.length);
  for (const name of CASE_NAMES) expect(namesFor(name, CASE_NAMES)).toEqual([name]);
});

test('a list of names names ten at most, and counts the others, also those that it was not given', () => {
  const letters = 'a b c d e f g h i j k l'.split(' ');
  expect([nameList(['B1', 'B2']), nameList([])]).toEqual(['B1, B2', 'none']);
  expect(nameList(letters.slice(0, 10))).toBe('a, b, c, d, e, f, g, h, i, j');
  expect(nameList(letters)).toBe('a, b, c, d, e, f, g, h, i, j and 2 more');
  expect(nameList(letters, 4000)).toBe('a, b, c, d, e, f, g, h, i, j and 3990 more');
});
