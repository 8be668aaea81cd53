import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LeastConnectionsScheduler } from '../../lib/schedulers/least-connections.js';
import {
  addAll,
  candidates,
  held,
  setLoad,
  turns,
  withLoads,
  type FakeCandidate,
} from '../helpers/candidates.js';

let scheduler: LeastConnectionsScheduler<FakeCandidate>;
beforeEach(() => {
  scheduler = new LeastConnectionsScheduler();
});

describe('least-connections', () => {
  it.each([
    { loads: [2, 1, 3], weights: [1, 1, 1], order: 'B B' },
    { loads: [0, 0, 0], weights: [1, 1, 1], order: 'A B C A' },
    { loads: [4, 4, 4], weights: [1, 1, 1], order: 'A B C A' },
    { loads: [1, 3, 1], weights: [1, 1, 1], order: 'A C A C' },
    { loads: [3, 2, 1], weights: [4, 2, 1], order: 'A A' },
    { loads: [10, 1, 1], weights: [256, 1, 1], order: 'A A' },
    { loads: [2, 1, 6], weights: [6, 3, 18], order: 'C A C C B C C A C' },
  ])('with loads $loads and weights $weights picks $order', ({ loads, weights, order }) => {
    addAll(scheduler, withLoads(loads, candidates(...weights)));
    expect(turns(scheduler, order.split(' ').length)).toBe(order);
  });

  it('breaks ties in the smooth order of nginx when weights differ', () => {
    addAll(scheduler, withLoads([0, 0, 0], candidates(5, 1, 1)));
    expect(turns(scheduler, 7)).toBe('A A B A C A A');
  });

  it('fills by weight: connections that stay end up in proportion', () => {
    const members = addAll(scheduler, withLoads([0, 0, 0], candidates(4, 2, 1)));
    held(scheduler, 70);
    expect(members.map((member) => member.openConnections)).toEqual([40, 20, 10]);
  });

  it('goes on from the last turn when a tie arises elsewhere', () => {
    const [a, b, c] = addAll(scheduler, withLoads([0, 1, 1], candidates(1, 1, 1)));
    expect(turns(scheduler, 1)).toBe('A');
    setLoad(scheduler, a, 1);
    expect(turns(scheduler, 1)).toBe('B');
    setLoad(scheduler, b, 0);
    setLoad(scheduler, a, 0);
    setLoad(scheduler, c, 0);
    expect(turns(scheduler, 3)).toBe('C A B');
  });

  it('follows loads up and down, by one or by many', () => {
    const [a, b, c] = addAll(scheduler, withLoads([0, 0, 0], candidates(1, 1, 1)));
    setLoad(scheduler, a, 5);
    setLoad(scheduler, b, 3);
    setLoad(scheduler, c, 4);
    expect(turns(scheduler, 2)).toBe('B B');
    setLoad(scheduler, a, 2);
    expect(turns(scheduler, 2)).toBe('A A');
    setLoad(scheduler, c, 0);
    expect(turns(scheduler, 2)).toBe('C C');
    setLoad(scheduler, c, 9);
    setLoad(scheduler, b, 2);
    expect(turns(scheduler, 4)).toBe('A B A B');
  });

  it('files a member that left with open connections under the load it comes back with', () => {
    const [a, b] = addAll(scheduler, withLoads([2, 1, 3], candidates(1, 1, 1)));
    scheduler.remove(b);
    expect(turns(scheduler, 2)).toBe('A A');
    setLoad(scheduler, b, 7);
    setLoad(scheduler, b, 2);
    expect(turns(scheduler, 2)).toBe('A A');
    scheduler.add(b);
    expect(turns(scheduler, 3)).toBe('B A B');
    setLoad(scheduler, a, 1);
    expect(turns(scheduler, 2)).toBe('A A');
  });

  it('passes to heavier ones when the lightest were tried', () => {
    const [a, b, c] = addAll(scheduler, withLoads([1, 0, 2], candidates(1, 1, 1)));
    expect(turns(scheduler, 1, b)).toBe('A');
    expect(turns(scheduler, 1, b, a)).toBe('C');
    expect(turns(scheduler, 1, a, b, c)).toBe('-');
    expect(turns(scheduler, 1)).toBe('B');
  });

  it('names itself as the rule', () => {
    addAll(scheduler, withLoads([0, 0], candidates(1, 1)));
    expect(scheduler.pick(new Set())?.why).toBe('least-connections');
  });

  it.each([
    { loads: [], weights: [], even: true },
    { loads: [3], weights: [1], even: true },
    { loads: [2, 2], weights: [1, 1], even: true },
    { loads: [2, 1], weights: [2, 1], even: true },
    { loads: [2, 1], weights: [1, 1], even: false },
    { loads: [2, 2], weights: [2, 1], even: false },
  ])('says of loads $loads with weights $weights that they are even: $even', ({ loads, weights, even }) => {
    addAll(scheduler, withLoads(loads, candidates(...weights)));
    expect(scheduler.evenlyLoaded).toBe(even);
  });
});

/** What the scheduler promises, by looking at everything: nginx's `least_conn`, or plain turns when weights are equal. */
class NaiveModel {
  readonly #members = new Set<FakeCandidate>();
  readonly #current = new Map<FakeCandidate, number>();
  #last = -1;

  add(candidate: FakeCandidate): void {
    if (!this.#members.has(candidate)) this.#current.set(candidate, 0);
    this.#members.add(candidate);
  }

  remove(candidate: FakeCandidate): void {
    this.#members.delete(candidate);
  }

  pick(tried: ReadonlySet<FakeCandidate>): FakeCandidate | undefined {
    const left = [...this.#members].filter((c) => !tried.has(c)).sort((x, y) => x.index - y.index);
    const load = (c: FakeCandidate): number => c.openConnections / c.weight;
    const least = Math.min(...left.map(load));
    const equals = left.filter((c) => load(c) === least);
    const uneven = new Set([...this.#members].map((c) => c.weight)).size > 1;
    const chosen = uneven ? this.#smooth(equals) : (equals.find((c) => c.index > this.#last) ?? equals[0]);
    this.#last = chosen?.index ?? this.#last;
    return chosen;
  }

  #smooth(equals: FakeCandidate[]): FakeCandidate | undefined {
    const behind = (c: FakeCandidate): number => this.#current.get(c) ?? 0;
    for (const c of equals) this.#current.set(c, behind(c) + c.weight);
    const best = equals.toSorted((x, y) => behind(y) - behind(x) || x.index - y.index)[0];
    const total = equals.reduce((sum, c) => sum + c.weight, 0);
    if (best !== undefined) this.#current.set(best, behind(best) - total);
    return best;
  }
}

describe('least-connections against a model that looks at everything', () => {
  const MEMBERS = 6;
  const step = fc.record({
    action: fc.constantFrom('add', 'remove', 'open', 'open', 'close', 'pick', 'pick', 'pick' as const),
    who: fc.nat({ max: MEMBERS - 1 }),
    tried: fc.uniqueArray(fc.nat({ max: MEMBERS - 1 }), { maxLength: 3 }),
  });
  const weights = fc.oneof(
    fc.constant(Array.from({ length: MEMBERS }, () => 1)),
    fc.array(fc.integer({ min: 1, max: 4 }), { minLength: MEMBERS, maxLength: MEMBERS }),
  );

  it('picks the same after any history', () => {
    const property = fc.property(weights, fc.array(step, { maxLength: 120, size: 'max' }), (given, steps) => {
      const scheduler = new LeastConnectionsScheduler<FakeCandidate>();
      const model = new NaiveModel();
      const all = candidates(...given);
      for (const { action, who, tried } of steps) {
        const avoid = new Set(all.filter((candidate) => tried.includes(candidate.index)));
        const candidate = all.find(({ index }) => index === who);
        if (candidate === undefined) throw new Error('no such candidate');
        const { openConnections } = candidate;
        const does = {
          add: () => [scheduler, model].forEach((either) => either.add(candidate)),
          remove: () => [scheduler, model].forEach((either) => either.remove(candidate)),
          open: () => setLoad(scheduler, candidate, openConnections + 1),
          close: () => setLoad(scheduler, candidate, Math.max(0, openConnections - 1)),
          pick: () => expect(scheduler.pick(avoid)?.candidate).toBe(model.pick(avoid)),
        };
        does[action]();
      }
    });
    fc.assert(property, { seed: 1, numRuns: 200 });
  });
});
