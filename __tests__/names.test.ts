import { expect, test } from '@jest/globals';
import { namesFor } from '../lib/names.js';
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
