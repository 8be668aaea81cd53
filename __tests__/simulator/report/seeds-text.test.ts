import { expect, it } from '@jest/globals';
import { seedsText } from '../../../lib/simulator/report/seeds-text.js';

it.each<[readonly number[], string]>([
  [[7], 'seed 7'],
  [[1, 2], 'seeds 1 to 2'],
  [[4, 5, 6], 'seeds 4 to 6'],
  [[2, 3, 4, 6], 'seeds 2 to 4, 6'],
  [[1, 3, 4], 'seeds 1, 3 to 4'],
  [Array.from({ length: 12 }, (_, index) => 2 * index), 'seeds 0, 2, 4, 6, 8, 10, 12, 14, …'],
])('%j are written in ranges: %s', (seeds, text) => {
  expect(seedsText(seeds)).toBe(text);
});
