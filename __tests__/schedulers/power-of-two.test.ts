import { describe, expect, it } from '@jest/globals';
import type { SchedulerOptions } from '../../lib/schedulers/options.js';
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
  return choosing({}, ...numbers);
}

/** The same, told to choose in another way. */
function choosing(options: SchedulerOptions, ...numbers: number[]) {
  return new PowerOfTwoScheduler<FakeCandidate>(() => {
    const number = numbers.shift();
    if (number === undefined) throw new Error('more random numbers were taken than given');
    return number;
  }, options);
}

/** One that looks at all of these. */
function choosingAll(members: readonly FakeCandidate[], choices: number) {
  const scheduler = new PowerOfTwoScheduler<FakeCandidate>(seededRandom(1), { choices });
  addAll(scheduler, members);
  return scheduler;
}

/** How far picks are from these shares; Infinity when one was picked who has none. */
function chiSquare(picks: string, shares: Readonly<Record<string, number>>): number {
  const labels = picks.split(' ');
  if (labels.some((label) => shares[label] === undefined)) return Infinity;
  const squares = Object.entries(shares).map(([label, share]) => {
    const expected = labels.length * share;
    return (labels.filter((each) => each === label).length - expected) ** 2 / expected;
  });
  return squares.reduce((sum, square) => sum + square, 0);
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
    addAll(scheduler, candidates(1, 2, 3, 4));
    const shares = { A: 0.1, B: 0.2, C: 0.3, D: 0.4 };
    expect(chiSquare(turns(scheduler, 10_000), shares)).toBeLessThan(16.27); // exceeded by chance once in 1,000, with three degrees of freedom
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

  it('takes who is drawn with one choice, as random does', () => {
    const scheduler = choosing({ choices: 1 }, 0, 0.5, 0.99);
    addAll(scheduler, withLoads([9, 0, 0], candidates(1, 1, 1)));
    expect(turns(scheduler, 3)).toBe('A B C');
  });

  it.each([
    { loads: [3, 2, 1, 0], numbers: [0, 0, 0], pick: 'C', because: 'draws A, B and C' },
    { loads: [3, 2, 1, 0], numbers: [0.99, 0, 0], pick: 'D', because: 'draws D, A and B' },
    {
      loads: [1, 0, 0, 0],
      numbers: [0, 0.99, 0.5],
      pick: 'D',
      because: 'draws A, D and C, of which two are equals',
    },
  ])('with three choices and loads $loads picks $pick when it $because', ({ loads, numbers, pick }) => {
    const scheduler = choosing({ choices: 3 }, ...numbers);
    addAll(scheduler, withLoads(loads, candidates(1, 1, 1, 1)));
    expect(turns(scheduler, 1)).toBe(pick);
  });

  it.each([3, 4, 256])('looks at all three, by three random numbers, with %d choices', (choices) => {
    const scheduler = choosing({ choices }, 0, 0, 0, 0.99, 0, 0);
    const members = addAll(scheduler, withLoads([2, 1, 1], candidates(1, 1, 1)));
    expect(turns(scheduler, 2)).toBe('B C'); // equals: the one drawn first
    withLoads([0, 1, 1], members);
    expect(turns(choosingAll(members, choices), 100)).toBe(Array(100).fill('A').join(' '));
  });

  it('may draw one twice when draws are independent, and takes it then', () => {
    const scheduler = choosing({ sample: 'independent' }, 0, 0, 0, 0.5, 0.5, 0);
    addAll(scheduler, withLoads([1, 0], candidates(1, 1)));
    expect(turns(scheduler, 3)).toBe('A B B');
  });

  it.each([
    { options: {}, shares: { A: 2 / 3, B: 1 / 3 } },
    { options: { sample: 'independent' } as const, shares: { A: 5 / 9, B: 3 / 9, C: 1 / 9 } },
    { options: { choices: 3, sample: 'independent' } as const, shares: { A: 19 / 27, B: 7 / 27, C: 1 / 27 } },
    { options: { choices: 1 }, shares: { A: 1 / 3, B: 1 / 3, C: 1 / 3 } },
  ])(
    'shares among A, B and C, each heavier than the one before, by $shares with $options',
    ({ options, shares }) => {
      const scheduler = new PowerOfTwoScheduler<FakeCandidate>(seededRandom(1), options);
      addAll(scheduler, withLoads([0, 1, 2], candidates(1, 1, 1)));
      expect(chiSquare(turns(scheduler, 10_000), shares)).toBeLessThan(13.82); // by chance once in 1,000, two degrees of freedom
    },
  );

  it('shares by weight among equals, however many it looks at', () => {
    const scheduler = new PowerOfTwoScheduler<FakeCandidate>(seededRandom(1), { choices: 9 });
    addAll(scheduler, candidates(1, 2, 3, 4));
    const shares = { A: 0.1, B: 0.2, C: 0.3, D: 0.4 };
    expect(chiSquare(turns(scheduler, 10_000), shares)).toBeLessThan(16.27); // by chance once in 1,000, three degrees
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
