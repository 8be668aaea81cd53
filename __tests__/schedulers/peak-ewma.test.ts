import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SchedulerOptions } from '../../lib/schedulers/options.js';
import { PeakEwmaScheduler } from '../../lib/schedulers/peak-ewma.js';
import { seededRandom } from '../../lib/seeded-random.js';
import {
  addAll,
  candidates,
  setWeight,
  turns,
  withLoads,
  type FakeCandidate,
} from '../helpers/candidates.js';
import { DecayingModel } from './decaying-model.js';

const DECAY = 10_000;

/** A scheduler that draws these numbers, two for each pick. */
function drawing(...numbers: number[]) {
  return new PeakEwmaScheduler<FakeCandidate>(() => {
    const number = numbers.shift();
    if (number === undefined) throw new Error('more random numbers were taken than given');
    return number;
  });
}

/** A scheduler over these, that looks at all of them, in any order. */
function over(members: readonly FakeCandidate[], options: SchedulerOptions = {}) {
  const scheduler = new PeakEwmaScheduler<FakeCandidate>(seededRandom(1), { choices: 256, ...options });
  addAll(scheduler, members);
  return scheduler;
}

/** Members that have answered, at the time 0, after so long. */
function answeredIn(
  scheduler: PeakEwmaScheduler<FakeCandidate>,
  latencies: readonly number[],
  members: readonly FakeCandidate[],
): void {
  latencies.forEach((latency, index) => {
    const member = members[index];
    if (member !== undefined) scheduler.answered(member, latency, 0);
  });
}

describe('peak-ewma', () => {
  it.each([
    { latencies: [30, 20, 10], numbers: [0, 0], pick: 'B', because: 'draws A and B' },
    { latencies: [30, 20, 10], numbers: [0, 0.99], pick: 'C', because: 'draws A and C' },
    { latencies: [10, 20, 30], numbers: [0.5, 0], pick: 'A', because: 'draws B and A' },
    { latencies: [10, 10, 10], numbers: [0.5, 0], pick: 'B', because: 'draws B and A, equals: the first' },
    { latencies: [10, 10, 10], numbers: [0, 0.49], pick: 'A', because: 'draws A and B, equals: the first' },
  ])('with latencies $latencies picks $pick when it $because', ({ latencies, numbers, pick }) => {
    const scheduler = drawing(...numbers);
    answeredIn(scheduler, latencies, addAll(scheduler, candidates(1, 1, 1)));
    expect(turns(scheduler, 1)).toBe(pick);
  });

  it.each([
    { loads: [2, 0], pick: 'A', because: '10 × 3 is less than 31 × 1' },
    { loads: [3, 0], pick: 'B', because: '10 × 4 is more than 31 × 1' },
    { loads: [6, 1], pick: 'B', because: '10 × 7 is more than 31 × 2' },
  ])('multiplies latency by the connections that there would be: $because', ({ loads, pick }) => {
    const members = withLoads(loads, candidates(1, 1));
    const scheduler = over(members);
    answeredIn(scheduler, [10, 31], members);
    expect(turns(scheduler, 1)).toBe(pick);
  });

  it('compares per weight, also when weights change', () => {
    const members = withLoads([3, 1], candidates(4, 1));
    const scheduler = over(members);
    answeredIn(scheduler, [10, 10], members);
    expect(turns(scheduler, 1)).toBe('A'); // 10 and 20
    setWeight(scheduler, members[1], 3);
    expect(turns(scheduler, 1)).toBe('B'); // 10 and 6.7
  });

  it('draws by weight', () => {
    const scheduler = drawing(0.66, 0, 0.67, 0);
    const members = addAll(scheduler, withLoads([3, 0, 0], candidates(4, 1, 1)));
    answeredIn(scheduler, [10, 10, 10], members);
    expect(turns(scheduler, 2)).toBe('A B'); // all cost the same: it is the one drawn first
  });

  it('takes a peak at once, and trusts again as it decays', () => {
    const members = candidates(1, 1);
    const [a, b] = members;
    const scheduler = over(members);
    answeredIn(scheduler, [10, 12], members);
    expect(turns(scheduler, 1)).toBe('A');
    scheduler.answered(a, 100, 1);
    expect(turns(scheduler, 1)).toBe('B');
    scheduler.answered(a, 10, 2); // pulls next to nothing so soon after
    expect(turns(scheduler, 1)).toBe('B');
    scheduler.answered(b, 12, 1 + 2 * DECAY); // A stands at 100/e² = 13.5
    expect(turns(scheduler, 1)).toBe('B');
    scheduler.answered(b, 12, 1 + 3 * DECAY); // and now at 100/e³ = 5
    expect(turns(scheduler, 1)).toBe('A');
  });

  it('tries a member that has never answered before all others, and after all others while it has connections', () => {
    const members = candidates(1, 1, 1, 1);
    const [a, b, c, d] = members;
    const scheduler = over(members);
    answeredIn(scheduler, [1000, 0.001], members);
    withLoads([500, 500, 0, 1], members);
    expect(turns(scheduler, 1)).toBe('C');
    c.openConnections = 2;
    expect(turns(scheduler, 1)).toBe('B');
    expect(turns(scheduler, 1, b)).toBe('A');
    expect(turns(scheduler, 1, a, b)).toBe('D'); // of two that were never heard of the less loaded one
    setWeight(scheduler, c, 3);
    expect(turns(scheduler, 1, a, b)).toBe('C'); // per weight
    scheduler.answered(d, 1e6, 1);
    expect(turns(scheduler, 1, a, b)).toBe('D');
  });

  it('shares by weight while nothing is known', () => {
    const scheduler = over(candidates(1, 3), { choices: 2 });
    const picks = turns(scheduler, 10_000).split('A').length - 1;
    expect(Math.abs(picks - 2500)).toBeLessThan(150); // 3.5 standard deviations
  });

  it('learns from a member that has no room for more, and remembers one that was away', () => {
    const members = candidates(1, 1);
    const [a] = members;
    const scheduler = over(members);
    answeredIn(scheduler, [10, 20], members);
    scheduler.remove(a);
    scheduler.answered(a, 500, 1);
    expect(turns(scheduler, 1)).toBe('B');
    scheduler.add(a);
    expect(turns(scheduler, 20)).toBe(Array(20).fill('B').join(' '));
  });

  it('never takes the slowest of all, and looks at members as power-of-two does', () => {
    const members = candidates(1, 1, 1, 1);
    const scheduler = over(members, { choices: 2 });
    answeredIn(scheduler, [1, 9, 1, 5], members);
    expect(new Set(turns(scheduler, 500).split(' '))).toEqual(new Set(['A', 'C', 'D']));
    const blind = over(members, { choices: 1 });
    answeredIn(blind, [1, 9, 1, 5], members);
    expect(new Set(turns(blind, 500).split(' '))).toEqual(new Set(['A', 'B', 'C', 'D']));
  });

  it('gives a slow member the share of a slow one when clients come one by one and answers take their time', () => {
    const members = candidates(1, 1, 1);
    const scheduler = over(members, { choices: 2 });
    const latencies = [2, 2, 200];
    const picks = [0, 0, 0];
    for (let now = 0, client = 0; client < 3000; client++) {
      const picked = scheduler.pick(new Set())?.candidate;
      if (picked === undefined) throw new Error('nothing was picked');
      const latency = latencies[picked.index] ?? NaN;
      picks[picked.index] = (picks[picked.index] ?? 0) + 1;
      scheduler.answered(picked, latency, (now += latency));
    }
    expect(picks[2]).toBe(1); // 6 s later it stands at 110 ms still
    expect(Math.min(picks[0] ?? 0, picks[1] ?? 0)).toBeGreaterThan(900);
  });

  it('picks what costs least by a model that decays every average at every look', () => {
    const step = fc.record({
      action: fc.constantFrom('answer', 'answer', 'open', 'close', 'reweigh'),
      who: fc.nat({ max: 5 }),
      latency: fc.double({ min: 0.01, max: 10_000, noNaN: true }),
      weight: fc.integer({ min: 1, max: 256 }),
      pause: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 2 * DECAY, noNaN: true })),
    });
    const property = fc.property(
      fc.array(step, { maxLength: 80, size: 'max' }),
      fc.constantFrom(0, 60 * 24 * 3_600_000),
      fc.integer(),
      (steps, start, seed) => {
        const members = candidates(1, 1, 2, 3, 1, 1);
        const scheduler = new PeakEwmaScheduler<FakeCandidate>(seededRandom(seed), { choices: 6 });
        addAll(scheduler, members);
        const model = new DecayingModel(DECAY);
        let now = start;
        for (const { action, who, latency, weight, pause } of steps) {
          const member = members[who] ?? members[0];
          now += pause;
          if (action === 'answer') {
            scheduler.answered(member, latency, now);
            model.heard(who, latency, now);
          } else if (action === 'open') member.openConnections++;
          else if (action === 'close') member.openConnections = Math.max(0, member.openConnections - 1);
          else setWeight(scheduler, member, weight);
          const costOf = (each: FakeCandidate): number =>
            model.cost(each.index, each.openConnections, each.weight, now);
          const picked = scheduler.pick(new Set())?.candidate;
          const least = Math.min(...members.map(costOf));
          expect(picked && costOf(picked)).toBeLessThanOrEqual(least * (1 + 1e-8));
        }
      },
    );
    fc.assert(property, { seed: 1, numRuns: 300 });
  });

  it('repeats its order with the same seed, and has another with another', () => {
    const orders = [1, 1, 2].map((seed) => {
      const scheduler = new PeakEwmaScheduler<FakeCandidate>(seededRandom(seed));
      answeredIn(scheduler, [1, 1, 2], addAll(scheduler, candidates(1, 1, 1)));
      return turns(scheduler, 12);
    });
    expect(orders[0]).toBe('B B A B A A B A B B A B');
    expect(orders[1]).toBe(orders[0]);
    expect(orders[2]).not.toBe(orders[0]);
  });

  it('names itself as the rule', () => {
    const scheduler = drawing(0, 0);
    addAll(scheduler, candidates(1, 1));
    expect(scheduler.pick(new Set())?.why).toBe('peak-ewma');
  });

  it('expects of a member its average, which decays while nothing is heard of it, and of one that never answered 0', () => {
    const [one, other] = candidates(1, 1);
    const scheduler = over([one, other]);
    scheduler.answered(one, 100, 0);
    expect(scheduler.latencyOf(one, 0)).toBeCloseTo(100, 9);
    expect(scheduler.latencyOf(one, DECAY)).toBeCloseTo(100 / Math.E, 9);
    expect(scheduler.latencyOf(other, DECAY)).toBe(0);
  });
});
