import { expect, test } from '@jest/globals';
import { scrambledWords } from '../../../lib/simulator/engine/split-mix.js';

/** The words of a step, as one number of 64 bits. */
function steps(seed: number, count: number): bigint[] {
  const words = scrambledWords(seed, 2 * count);
  return Array.from(
    { length: count },
    (_, step) =>
      (BigInt.asUintN(32, BigInt(words[2 * step] ?? 0)) << 32n) |
      BigInt.asUintN(32, BigInt(words[2 * step + 1] ?? 0)),
  );
}

test('the steps of a seed are those of the published algorithm', () => {
  // The reference implementation of S. Vigna, splitmix64.c, for the seed 1234567.
  expect(steps(1234567, 3)).toEqual([6457827717110365317n, 3203168211198807973n, 9817491932198370423n]);
});

test('about half of the bits differ between neighbouring seeds', () => {
  const differing = Array.from({ length: 500 }, (_, seed) => {
    const [one = 0n, next = 0n] = [seed, seed + 1].map((each) => steps(each, 1)[0]);
    return (one ^ next).toString(2).replaceAll('0', '').length;
  });

  const mean = differing.reduce((sum, each) => sum + each, 0) / differing.length;
  expect(Math.abs(mean - 32)).toBeLessThan(1);
});
