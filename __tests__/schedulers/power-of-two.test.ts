import { describe, expect, it } from '@jest/globals';
import { PowerOfTwoScheduler } from '../../lib/schedulers/power-of-two.js';
import {
  addAll,
  candidates,
  manyCandidates,
  setLoad,
  turns,
  withLoads,
  type FakeCandidate,
} from '../helpers/candidates.js';
import { seededRandom } from '../../lib/seeded-random.js';

/** A scheduler that draws these numbers, two for each pick. */
function drawing(...numbers: number[]) {
  return new PowerOfTwoScheduler<FakeCandidate>(() => {
    const number = numbers.shift();
    if (number === undefined) throw new Error('more random numbers were taken than given');
    return number;
  });
}

describe('power-of-two', () => {
  it.each([
    { loads: [2, 1, 0], numbers: [0, 0], pick: 'B', because: 'draws A and B' },
    { loads: [2, 1, 0], numbers: [0, 0.99], pick: 'C', because: 'draws A and C' },
    { loads: [0, 1, 2], numbers: [0.5, 0], pick: 'A', because: 'draws B and A' },
    { loads: [1, 1, 0], numbers: [0.5, 0], pick: 'B', because: 'draws B and A, equals: the first' },
    { loads: [1, 1, 0], numbers: [0, 0.49], pick: 'A', because: 'draws A and B, equals: the first' },
  ])('with loads $loads picks $pick when it $because', ({ loads, numbers, pick }) => {
    const scheduler = drawing(...numbers);
    addAll(scheduler, withLoads(loads, candidates(1, 1, 1)));
    expect(turns(scheduler, 1)).toBe(pick);
  });

  it('draws by weight, and compares loads per weight', () => {
    const scheduler = drawing(0.79, 0, 0.81, 0);
    addAll(scheduler, withLoads([3, 1], candidates(4, 1)));
    expect(turns(scheduler, 2)).toBe('A A');
  });

  it('always compares two different members: of two the lighter one, though the other is drawn almost always', () => {
    const scheduler = new PowerOfTwoScheduler<FakeCandidate>(seededRandom(1));
    addAll(scheduler, withLoads([1, 0], candidates(256, 1)));
    expect(new Set(turns(scheduler, 500).split(' '))).toEqual(new Set(['B']));
  });

  it('never takes the heaviest of all', () => {
    const scheduler = new PowerOfTwoScheduler<FakeCandidate>(seededRandom(1));
    addAll(scheduler, withLoads([0, 9, 0, 5], candidates(1, 1, 1, 1)));
    const picks = new Set(turns(scheduler, 500).split(' '));
    expect(picks).toEqual(new Set(['A', 'C', 'D']));
  });

  it('repeats its order with the same seed, and has another with another', () => {
    const orders = [1, 1, 2].map((seed) => {
      const scheduler = new PowerOfTwoScheduler<FakeCandidate>(seededRandom(seed));
      addAll(scheduler, withLoads([0, 0, 1], candidates(1, 1, 1)));
      return turns(scheduler, 12);
    });
    expect(orders[0]).toBe('B B A B A A B A B B A B');
    expect(orders[1]).toBe(orders[0]);
    expect(orders[2]).not.toBe(orders[0]);
  });

  it('shares by weight while all are idle', () => {
    const scheduler = new PowerOfTwoScheduler<FakeCandidate>(seededRandom(1));
    const members = addAll(scheduler, candidates(1, 2, 3, 4));
    const drawn = turns(scheduler, 10_000);
    const squares = members.map(({ label, weight }) => {
      const expected = 10_000 * (weight / 10);
      return (drawn.split(label).length - 1 - expected) ** 2 / expected;
    });
    const chiSquare = squares.reduce((sum, square) => sum + square, 0);
    expect(chiSquare).toBeLessThan(16.27); // exceeded by chance once in 1,000, with three degrees of freedom
  });

  it('keeps 1,000 members within a few connections of each other, where one choice would not', () => {
    const scheduler = new PowerOfTwoScheduler<FakeCandidate>(seededRandom(1));
    const members = addAll(scheduler, manyCandidates(1000));
    for (let connection = 0; connection < 10_000; connection++) {
      const pick = scheduler.pick(new Set());
      if (pick !== undefined) setLoad(scheduler, pick.candidate, pick.candidate.openConnections + 1);
    }
    // ln ln n / ln 2 above the mean of 10, give or take; one choice puts 20 and more on some.
    expect(Math.max(...members.map((member) => member.openConnections))).toBeLessThanOrEqual(14);
  });

  it('leaves out those that were tried, in both draws', () => {
    const scheduler = drawing(0.4, 0.4);
    const [a, , c] = addAll(scheduler, withLoads([0, 2, 0, 1], candidates(1, 1, 1, 1)));
    expect(turns(scheduler, 1, a, c)).toBe('D');
  });

  it('takes the only one there is, with one random number', () => {
    const scheduler = drawing(0.5);
    const [a] = addAll(scheduler, withLoads([7, 0], candidates(1, 1)));
    scheduler.remove(a);
    expect(turns(scheduler, 1)).toBe('B');
  });

  it('has none when all were tried', () => {
    const scheduler = drawing();
    const [a, b] = addAll(scheduler, candidates(1, 1));
    expect(turns(scheduler, 1, a, b)).toBe('-');
  });

  it('names itself as the rule', () => {
    const scheduler = drawing(0, 0);
    addAll(scheduler, candidates(1, 1));
    expect(scheduler.pick(new Set())?.why).toBe('power-of-two');
  });
});
