import { describe, expect, it } from '@jest/globals';
import { RandomScheduler } from '../../lib/schedulers/random.js';
import { addAll, candidates, setLoad, turns, type FakeCandidate } from '../helpers/candidates.js';
import { seededRandom } from '../../lib/seeded-random.js';

describe('random', () => {
  it('takes the member whose share of the total weight the random number falls into', () => {
    const numbers = [0, 0.249, 0.25, 0.5, 0.999, 0.7499, 0.75];
    const scheduler = new RandomScheduler<FakeCandidate>(() => numbers.shift() ?? 0);
    addAll(scheduler, candidates(1, 2, 1));
    expect(turns(scheduler, 7)).toBe('A A B B C B C');
  });

  it('repeats its order with the same seed, and has another with another', () => {
    const orders = [1, 1, 2].map((seed) => {
      const scheduler = new RandomScheduler<FakeCandidate>(seededRandom(seed));
      addAll(scheduler, candidates(1, 1, 1));
      return turns(scheduler, 20);
    });
    expect(orders[0]).toBe('C C C C A B B B C B A A C B A A C C B C');
    expect(orders[1]).toBe(orders[0]);
    expect(orders[2]).not.toBe(orders[0]);
  });

  it('shares by weight', () => {
    const scheduler = new RandomScheduler<FakeCandidate>(seededRandom(1));
    const members = addAll(scheduler, candidates(1, 2, 3, 4));
    const drawn = turns(scheduler, 10_000);
    const squares = members.map(({ label, weight }) => {
      const expected = 10_000 * (weight / 10);
      return (drawn.split(label).length - 1 - expected) ** 2 / expected;
    });
    const chiSquare = squares.reduce((sum, square) => sum + square, 0);
    expect(chiSquare).toBeLessThan(16.27); // exceeded by chance once in 1,000, with three degrees of freedom
  });

  it('shares by weight among those that were not tried', () => {
    const numbers = [0, 0.249, 0.25, 0.999];
    const scheduler = new RandomScheduler<FakeCandidate>(() => numbers.shift() ?? 0);
    const [, b] = addAll(scheduler, candidates(1, 2, 3));
    expect(turns(scheduler, 4, b)).toBe('A A C C');
  });

  it('is blind to load', () => {
    const scheduler = new RandomScheduler<FakeCandidate>(() => 0);
    const [a] = addAll(scheduler, candidates(1, 1));
    setLoad(scheduler, a, 100);
    expect(turns(scheduler, 1)).toBe('A');
  });

  it('takes one random number for a pick, and none when there is nothing to pick', () => {
    let taken = 0;
    const scheduler = new RandomScheduler<FakeCandidate>(() => taken++ * 0);
    expect(turns(scheduler, 1)).toBe('-');
    const [a] = addAll(scheduler, candidates(1));
    expect(turns(scheduler, 1, a)).toBe('-');
    expect(taken).toBe(0);
    expect(turns(scheduler, 3)).toBe('A A A');
    expect(taken).toBe(3);
  });

  it('names itself as the rule', () => {
    const scheduler = new RandomScheduler<FakeCandidate>(seededRandom(1));
    addAll(scheduler, candidates(1));
    expect(scheduler.pick(new Set())?.why).toBe('random');
  });
});
