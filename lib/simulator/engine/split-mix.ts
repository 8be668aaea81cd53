const GAMMA = 0x9e3779b97f4a7c15n;
const FIRST_FACTOR = 0xbf58476d1ce4e5b9n;
const SECOND_FACTOR = 0x94d049bb133111ebn;
const WORD = 32n;

/**
 * SplitMix64 (G. L. Steele, D. Lea and C. H. Flood, "Fast splittable pseudorandom number generators", 2014), with which the
 * authors of xoroshiro128+ advise to seed it: seeds that differ in one bit give words that have nothing in common.
 *
 * @param seed - an integer from 0 up
 * @param count - how many words
 * @returns signed integers of 32 bits, two for each step: the upper and the lower half
 */
export function scrambledWords(seed: number, count: number): number[] {
  const words: number[] = [];
  for (let state = BigInt(seed); words.length < count;) {
    state = BigInt.asUintN(64, state + GAMMA);
    let mixed = state;
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 30n)) * FIRST_FACTOR);
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * SECOND_FACTOR);
    mixed ^= mixed >> 31n;
    words.push(Number(BigInt.asIntN(32, mixed >> WORD)), Number(BigInt.asIntN(32, mixed)));
  }
  return words.slice(0, count);
}
