import { beforeEach, describe, expect, it } from '@jest/globals';
import { RoundRobinScheduler } from '../../lib/schedulers/round-robin.js';
import { addAll, candidates, setLoad, turns, type FakeCandidate } from '../helpers/candidates.js';

let scheduler: RoundRobinScheduler<FakeCandidate>;
beforeEach(() => {
  scheduler = new RoundRobinScheduler();
});

describe('round-robin', () => {
  it.each([
    { weights: [1], order: 'A A A' },
    { weights: [1, 1, 1], order: 'A B C A B C A' },
    { weights: [7, 7, 7], order: 'A B C A B C A' },
    { weights: [5, 1, 1], order: 'A A B A C A A A A B A C A A' },
    { weights: [3, 1], order: 'A A B A A A B A' },
    { weights: [1, 2, 3], order: 'C B A C B C C B A C B C' },
    { weights: [2, 1], order: 'A B A A B A' },
    { weights: [256, 1], order: 'A A A A A A A' },
  ])('takes weights $weights in the order $order', ({ weights, order }) => {
    addAll(scheduler, candidates(...weights));
    expect(turns(scheduler, order.split(' ').length)).toBe(order);
  });

  it('keeps the order given, whatever order the members came in', () => {
    const [a, b, c] = candidates(1, 1, 1);
    addAll(scheduler, [c, a, b]);
    expect(turns(scheduler, 4)).toBe('A B C A');
  });

  it('names itself as the rule', () => {
    addAll(scheduler, candidates(1, 1, 1));
    expect(scheduler.pick(new Set())?.why).toBe('round-robin');
  });

  it('is blind to load', () => {
    const [a] = addAll(scheduler, candidates(1, 1, 1));
    setLoad(scheduler, a, 100);
    expect(turns(scheduler, 4)).toBe('A B C A');
  });
});

describe('round-robin when a member leaves and comes back', () => {
  it('goes on with the next one in order, and gives the returned one its old place', () => {
    const [, b] = addAll(scheduler, candidates(1, 1, 1));
    expect(turns(scheduler, 1)).toBe('A');
    scheduler.remove(b);
    expect(turns(scheduler, 3)).toBe('C A C');
    scheduler.add(b);
    expect(turns(scheduler, 5)).toBe('A B C A B');
  });

  it('does not disturb the round when the member is back before its turn', () => {
    const [, , c] = addAll(scheduler, candidates(1, 1, 1));
    expect(turns(scheduler, 1)).toBe('A');
    scheduler.remove(c);
    expect(turns(scheduler, 1)).toBe('B');
    scheduler.add(c);
    expect(turns(scheduler, 3)).toBe('C A B');
  });

  it('goes on after the place of the member that had the last turn', () => {
    const [, b] = addAll(scheduler, candidates(1, 1, 1));
    expect(turns(scheduler, 2)).toBe('A B');
    scheduler.remove(b);
    expect(turns(scheduler, 2)).toBe('C A');
  });

  it('starts where it stopped when all had left', () => {
    const [a, b, c] = addAll(scheduler, candidates(1, 1, 1));
    expect(turns(scheduler, 2)).toBe('A B');
    for (const member of [a, b, c]) scheduler.remove(member);
    expect(turns(scheduler, 2)).toBe('- -');
    addAll(scheduler, [a, b, c]);
    expect(turns(scheduler, 3)).toBe('C A B');
  });

  it('takes plain turns while those that are left weigh the same, and smooth ones again afterwards', () => {
    const [a, , c] = addAll(scheduler, candidates(5, 1, 1));
    expect(turns(scheduler, 1, a, c)).toBe('B');
    scheduler.remove(a);
    expect(turns(scheduler, 5)).toBe('C B C B C');
    scheduler.add(a);
    expect(turns(scheduler, 7)).toBe('A A B A C A A');
  });
});

describe('round-robin around members that were tried', () => {
  it('skips them, and the turn goes on after the one that was taken', () => {
    const [a, b] = addAll(scheduler, candidates(1, 1, 1));
    expect(turns(scheduler, 1, a)).toBe('B');
    expect(turns(scheduler, 1)).toBe('C');
    expect(turns(scheduler, 3, a, b)).toBe('C C C');
    expect(turns(scheduler, 2)).toBe('A B');
  });

  it('shares by weight among the others', () => {
    const [a] = addAll(scheduler, candidates(5, 2, 1));
    expect(turns(scheduler, 6, a)).toBe('B C B B C B');
  });

  it('has none when all were tried, and nobody loses a turn', () => {
    const [a, b, c] = addAll(scheduler, candidates(1, 1, 1));
    expect(turns(scheduler, 1)).toBe('A');
    expect(turns(scheduler, 3, a, b, c)).toBe('- - -');
    expect(turns(scheduler, 3)).toBe('B C A');
  });

  it('has none when all were tried, and no weight is lost', () => {
    const [a, b, c] = addAll(scheduler, candidates(5, 1, 1));
    expect(turns(scheduler, 2)).toBe('A A');
    expect(turns(scheduler, 3, a, b, c)).toBe('- - -');
    expect(turns(scheduler, 5)).toBe('B A C A A');
  });
});
