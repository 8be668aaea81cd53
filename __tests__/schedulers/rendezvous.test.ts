import { describe, expect, it } from '@jest/globals';
import { RendezvousScheduler } from '../../lib/schedulers/rendezvous.js';
import { addAll, setWeight, turns, type FakeCandidate } from '../helpers/candidates.js';
import { addresses, named, owners, preferences } from '../helpers/clients.js';

const KEYS = addresses(20_000);

function over(...weights: number[]) {
  const scheduler = new RendezvousScheduler<FakeCandidate>();
  return { scheduler, members: addAll(scheduler, named(...weights)) };
}

describe('rendezvous', () => {
  // As a program in another language, written to the same definition, has them too.
  it.each([
    ['192.0.2.1', [1, 1, 1, 1], 'D B A C'],
    ['192.0.2.2', [1, 1, 1, 1], 'C D B A'],
    ['192.0.2.3', [1, 1, 1, 1], 'B C D A'],
    ['192.0.2.4', [1, 1, 1, 1], 'B A C D'],
    ['192.0.2.1', [4, 1, 1, 2], 'D A B C'],
    ['192.0.2.2', [4, 1, 1, 2], 'D C A B'],
    ['192.0.2.3', [4, 1, 1, 2], 'B D C A'],
    ['192.0.2.4', [4, 1, 1, 2], 'A B D C'],
  ])('prefers for %s among A to D of weights %j: %s', (key, weights, order) => {
    expect(preferences(over(...weights).scheduler, key)).toBe(order);
  });

  it('has an order for those without a key, the same in each run', () => {
    expect(turns(over(1, 1, 1, 1).scheduler, 12)).toBe('A D C C B A B B A A A C');
    expect(turns(over(4, 1, 1, 2).scheduler, 12)).toBe('A D C A D A D A A A A A');
  });

  it.each([[[1, 1, 1, 1]], [[4, 1, 1, 2]], [[100, 10, 100, 37]]])(
    'shares clients by weight: %j',
    (weights) => {
      const { scheduler, members } = over(...weights);
      const picked = owners(scheduler, KEYS);
      const sum = weights.reduce((total, weight) => total + weight, 0);
      const chiSquare = members.reduce((total, { label, weight }) => {
        const expected = (KEYS.length * weight) / sum;
        return total + (picked.filter((owner) => owner === label).length - expected) ** 2 / expected;
      }, 0);
      expect(chiSquare).toBeLessThan(16.27); // exceeded by chance once in 1,000, with three degrees of freedom
    },
  );

  it('moves clients only to a member whose weight grows', () => {
    const { scheduler, members } = over(10, 100, 100, 100);
    const before = owners(scheduler, KEYS);
    if (members[0] !== undefined) setWeight(scheduler, members[0], 60);
    const after = owners(scheduler, KEYS);
    const moved = after.filter((owner, place) => owner !== before[place]);
    expect(new Set(moved)).toEqual(new Set(['A']));
    expect(Math.abs(moved.length / KEYS.length - (60 / 360 - 10 / 310))).toBeLessThan(0.01);
  });

  it('goes by names, not by places', () => {
    const scheduler = new RendezvousScheduler<FakeCandidate>();
    for (const member of named(4, 1, 1, 2).toReversed())
      scheduler.add({ ...member, index: 9 - member.index });
    expect(preferences(scheduler, '192.0.2.3')).toBe('B D C A');
  });
});
