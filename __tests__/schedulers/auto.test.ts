import { beforeEach, describe, expect, it } from '@jest/globals';
import { AutoScheduler } from '../../lib/schedulers/auto.js';
import {
  addAll,
  candidates,
  held,
  setLoad,
  turns,
  withLoads,
  type FakeCandidate,
} from '../helpers/candidates.js';

let scheduler: AutoScheduler<FakeCandidate>;
beforeEach(() => {
  scheduler = new AutoScheduler();
});

function rule(): string | undefined {
  return scheduler.pick(new Set())?.why;
}

describe('auto', () => {
  it('is round-robin while every connection is over before the next one comes', () => {
    const members = addAll(scheduler, candidates(1, 1, 1));
    const picks = Array.from({ length: 4 }, () => {
      const pick = scheduler.pick(new Set());
      for (const load of [1, 0]) for (const member of members) setLoad(scheduler, member, load);
      return `${pick?.candidate.label} ${pick?.why}`;
    });
    expect(picks).toEqual(['A round-robin', 'B round-robin', 'C round-robin', 'A round-robin']);
  });

  it('is least-connections in the middle of a round of connections that stay, round-robin when all have one', () => {
    addAll(scheduler, candidates(1, 1, 1));
    expect(held(scheduler, 7)).toEqual([
      'A round-robin',
      'B least-connections',
      'C least-connections',
      'A round-robin',
      'B least-connections',
      'C least-connections',
      'A round-robin',
    ]);
  });

  it('changes its rule as soon as one load differs, and back as soon as none does', () => {
    const [a, b] = addAll(scheduler, candidates(1, 1, 1));
    expect(rule()).toBe('round-robin');
    setLoad(scheduler, b, 1);
    expect(rule()).toBe('least-connections');
    setLoad(scheduler, a, 1);
    expect(rule()).toBe('least-connections');
    setLoad(scheduler, a, 0);
    setLoad(scheduler, b, 0);
    expect(rule()).toBe('round-robin');
  });

  it('does not lose the turn when the rule changes', () => {
    const [a, , c] = addAll(scheduler, candidates(1, 1, 1));
    expect(turns(scheduler, 1)).toBe('A');
    setLoad(scheduler, c, 1);
    expect(turns(scheduler, 2)).toBe('B A');
    setLoad(scheduler, c, 0);
    expect(turns(scheduler, 2)).toBe('B C');
    setLoad(scheduler, a, 1);
    expect(turns(scheduler, 3)).toBe('B C B');
  });

  it('asks the members alone whether loads are even', () => {
    const [a] = addAll(scheduler, withLoads([5, 0, 0], candidates(1, 1, 1)));
    expect(rule()).toBe('least-connections');
    scheduler.remove(a);
    expect(rule()).toBe('round-robin');
    setLoad(scheduler, a, 3);
    expect(rule()).toBe('round-robin');
    scheduler.add(a);
    expect(rule()).toBe('least-connections');
  });

  it('calls loads even that are even per weight', () => {
    const [a] = addAll(scheduler, withLoads([6, 2, 2], candidates(3, 1, 1)));
    expect(rule()).toBe('round-robin');
    setLoad(scheduler, a, 2);
    expect(rule()).toBe('least-connections');
  });

  it.each([
    { weights: [3, 1], order: 'A A B A' },
    { weights: [5, 1, 1], order: 'A A B A C A A' },
  ])('takes idle members of weights $weights in the smooth order $order', ({ weights, order }) => {
    addAll(scheduler, candidates(...weights));
    expect(turns(scheduler, order.split(' ').length)).toBe(order);
  });

  it('fills by weight when connections stay', () => {
    const members = addAll(scheduler, candidates(3, 1));
    held(scheduler, 40);
    expect(members.map((member) => member.openConnections)).toEqual([30, 10]);
  });

  it('has the same rule for those that are left when some were tried', () => {
    const [a, b] = addAll(scheduler, withLoads([0, 1, 1], candidates(1, 1, 1)));
    expect(scheduler.pick(new Set([a]))).toEqual({ candidate: b, why: 'least-connections' });
    setLoad(scheduler, a, 1);
    expect(scheduler.pick(new Set([a, b]))?.why).toBe('round-robin');
  });
});
