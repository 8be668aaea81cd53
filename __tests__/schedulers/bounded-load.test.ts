import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BoundedLoadScheduler } from '../../lib/schedulers/bounded-load.js';
import {
  addAll,
  manyCandidates,
  setLoad,
  setWeight,
  turns,
  type FakeCandidate,
} from '../helpers/candidates.js';
import { addresses, named, owners, preferences } from '../helpers/clients.js';

/** A scheduler over A, B, C, … of these weights and loads. */
function over(weights: readonly number[], loads: readonly number[] = []) {
  const scheduler = new BoundedLoadScheduler<FakeCandidate>();
  const members = addAll(scheduler, named(...weights));
  members.forEach((member, place) => setLoad(scheduler, member, loads[place] ?? 0));
  return { scheduler, members };
}

/** The most that a member may have with one connection more: ⌈1.25 × (m + 1) × w / W⌉. */
function bound(members: readonly FakeCandidate[], { weight }: FakeCandidate): number {
  const open = members.reduce((sum, { openConnections }) => sum + openConnections, 0);
  const all = members.reduce((sum, member) => sum + member.weight, 0);
  return Math.ceil((1.25 * (open + 1) * weight) / all);
}

describe('bounded-load', () => {
  // The preferences of the ring for 192.0.2.1 are B C D A, for 192.0.2.3 D C A B.
  it.each([
    { loads: [0, 0, 0, 0], because: 'all have room', first: 'B', third: 'D' },
    { loads: [0, 1, 0, 0], because: 'B has 1 of 1', first: 'C', third: 'D' },
    { loads: [0, 1, 1, 1], because: 'all but A have 1, of 2 that each may have', first: 'B', third: 'D' },
    { loads: [3, 3, 2, 1], because: 'A and B have 3, of 4', first: 'B', third: 'D' },
    { loads: [0, 4, 4, 1], because: 'B and C have 4, of 4', first: 'D', third: 'D' },
    { loads: [0, 4, 4, 4], because: 'all but A have 4, of 5', first: 'B', third: 'D' },
    { loads: [0, 4, 0, 8], because: 'D has 8, of 5', first: 'B', third: 'C' },
    { loads: [1, 9, 9, 9], because: 'all but A have 9, of 10', first: 'B', third: 'D' },
    { loads: [0, 12, 12, 12], because: 'all but A have 12, of 12', first: 'A', third: 'A' },
  ])(
    'gives 192.0.2.1 $first and 192.0.2.3 $third with loads $loads, as $because',
    ({ loads, first, third }) => {
      const { scheduler } = over([1, 1, 1, 1], loads);
      expect(owners(scheduler, ['192.0.2.1', '192.0.2.3'])).toEqual([first, third]);
    },
  );

  it('is the ring while nobody is loaded, also for those without a key', () => {
    expect(turns(over([1, 1, 1, 1]).scheduler, 12)).toBe('C C D D A C D D C C B C');
    expect(preferences(over([4, 1, 1, 2]).scheduler, '192.0.2.2')).toBe('D A B C');
  });

  it('bounds by weight', () => {
    // Of 8 connections, A with weight 3 may have ⌈1.25 × 8 × 3/4⌉ = 8, B with weight 1 only 3.
    const ofA = addresses(50).find((key) => owners(over([3, 1]).scheduler, [key])[0] === 'A') ?? '';
    const ofB = addresses(50).find((key) => owners(over([3, 1]).scheduler, [key])[0] === 'B') ?? '';
    expect(owners(over([3, 1], [7, 0]).scheduler, [ofA, ofB])).toEqual(['A', 'B']);
    expect(owners(over([3, 1], [4, 3]).scheduler, [ofA, ofB])).toEqual(['A', 'A']);
    expect(owners(over([3, 1], [8, 0]).scheduler, [ofA, ofB])).toEqual(['A', 'B']);
    expect(owners(over([3, 1], [15, 0]).scheduler, [ofA, ofB])).toEqual(['B', 'B']);
  });

  it('counts the load of members only, as it is when they come back', () => {
    const { scheduler, members } = over([1, 1, 1, 1], [9, 9, 9, 9]);
    const [a, b] = members;
    if (a === undefined || b === undefined) throw new Error('four were given');
    scheduler.remove(a);
    setLoad(scheduler, a, 100);
    // Three with 27 are left: 12 for each.
    setLoad(scheduler, b, 12);
    expect(owners(scheduler, ['192.0.2.1'])).toEqual(['B']); // ⌈1.25 × 31 / 3⌉ = 13
    setLoad(scheduler, b, 14);
    expect(owners(scheduler, ['192.0.2.1'])).toEqual(['C']); // ⌈1.25 × 33 / 3⌉ = 14
    scheduler.add(a);
    expect(owners(scheduler, ['192.0.2.1'])).toEqual(['B']); // of 133, 42 for each
  });

  it('goes by those left when all that have room were tried', () => {
    const { scheduler, members } = over([1, 1, 1], [0, 9, 9]);
    const [a, b] = members;
    if (a === undefined || b === undefined) throw new Error('three were given');
    expect(new Set(owners(scheduler, addresses(50)))).toEqual(new Set(['A'])); // ⌈1.25 × 19 / 3⌉ = 8
    expect(new Set(owners(scheduler, addresses(50), a))).toEqual(new Set(['B', 'C']));
    expect(new Set(owners(scheduler, addresses(50), a, b))).toEqual(new Set(['C']));
  });

  it('keeps every member within its bound through any history', () => {
    const step = fc.record({
      action: fc.constantFrom('open', 'open', 'open', 'close', 'leave', 'come', 'weigh'),
      who: fc.nat({ max: 5 }),
      weight: fc.integer({ min: 1, max: 9 }),
      key: fc.constantFrom(undefined, '1', '2'),
    });
    const property = fc.property(fc.array(step, { maxLength: 150, size: 'max' }), (steps) => {
      const { scheduler, members } = over([1, 1, 1, 2, 3, 4]);
      const present = new Set(members);
      for (const { action, who, weight, key } of steps) {
        const member = members[who];
        if (member === undefined) throw new Error('six were given');
        if (action === 'leave' && present.delete(member)) scheduler.remove(member);
        else if (action === 'come') {
          present.add(member);
          scheduler.add(member);
        } else if (action === 'weigh') setWeight(scheduler, member, weight);
        else if (action === 'close') setLoad(scheduler, member, Math.max(0, member.openConnections - 1));
        else if (action === 'open') {
          const picked = scheduler.pick(new Set(), key)?.candidate;
          expect(picked === undefined).toBe(present.size === 0);
          if (picked === undefined) continue;
          expect(present.has(picked)).toBe(true);
          expect(picked.openConnections + 1).toBeLessThanOrEqual(bound([...present], picked));
          setLoad(scheduler, picked, picked.openConnections + 1);
        }
      }
    });
    fc.assert(property, { seed: 1, numRuns: 200 });
  });

  it('has no member with more than 13 of 1,000 connections of one client to 100 members', () => {
    const scheduler = new BoundedLoadScheduler<FakeCandidate>();
    const members = addAll(scheduler, manyCandidates(100));
    for (let connection = 0; connection < 1000; connection++) {
      const picked = scheduler.pick(new Set(), 'one and the same')?.candidate;
      if (picked !== undefined) setLoad(scheduler, picked, picked.openConnections + 1);
    }
    expect(Math.max(...members.map(({ openConnections }) => openConnections))).toBe(13);
  });
});
