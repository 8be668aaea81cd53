import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newScheduler } from '../../lib/schedulers/index.js';
import type { Scheduler } from '../../lib/schedulers/scheduler.js';
import { seededRandom } from '../../lib/seeded-random.js';
import { addAll, setWeight, type FakeCandidate } from '../helpers/candidates.js';
import { addresses, named, owners, preferences } from '../helpers/clients.js';
import { runs } from '../helpers/effort.js';

const KEYS = addresses(200);

const weights = fc.oneof(
  fc.integer({ min: 2, max: 9 }).map((count) => Array.from({ length: count }, () => 1)),
  fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 9 }),
);

function over(algorithm: string, members: readonly FakeCandidate[]): Scheduler<FakeCandidate> {
  const scheduler = newScheduler<FakeCandidate>(algorithm, seededRandom(1));
  addAll(scheduler, members);
  return scheduler;
}

/** Whom the keys go to that do not go to whom they went to before. */
function movedTo(before: readonly unknown[], after: readonly unknown[]): unknown[] {
  return after.filter((owner, place) => owner !== before[place]);
}

describe.each(['rendezvous', 'ring', 'maglev', 'bounded-load'])('%s, with any members', (algorithm) => {
  const check = (property: fc.IPropertyWithHooks<[number[], number]>, numRuns = 40): void =>
    fc.assert(property, { seed: 1, numRuns: runs(numRuns) });

  it('does not depend on the order in which they were added', () => {
    check(
      fc.property(weights, fc.nat(), (given, seed) => {
        const members = named(...given);
        const draw = seededRandom(seed);
        const shuffled = members
          .map((member) => ({ member, at: draw() }))
          .sort((a, b) => a.at - b.at)
          .map(({ member }) => member);
        expect(owners(over(algorithm, shuffled), KEYS)).toEqual(owners(over(algorithm, members), KEYS));
      }),
    );
  });

  it('picks everyone once as those before are tried, and nobody when all were', () => {
    check(
      fc.property(weights, fc.nat(), (given, key) => {
        const members = named(...given);
        const order = preferences(over(algorithm, members), `${key}`).split(' ');
        expect(order.toSorted()).toEqual(members.map(({ label }) => label));
      }),
    );
  });

  it('brings all back to where they were when a member comes back', () => {
    check(
      fc.property(weights, fc.nat(), (given, who) => {
        const members = named(...given);
        const gone = members[who % members.length];
        if (gone === undefined) throw new Error('there are two or more');
        const scheduler = over(algorithm, members);
        const before = owners(scheduler, KEYS);
        scheduler.remove(gone);
        expect(owners(scheduler, KEYS)).not.toContain(gone.label);
        scheduler.add(gone);
        expect(owners(scheduler, KEYS)).toEqual(before);
      }),
    );
  });
});

// A Maglev table without one member has some other entries of the others, too.
describe.each(['rendezvous', 'ring', 'bounded-load'])('%s moves nobody without need:', (algorithm) => {
  it('gives a key whose member was tried what it would get if that one were not there', () => {
    const property = fc.property(weights, fc.nat(), (given, who) => {
      const members = named(...given);
      const gone = members[who % members.length];
      if (gone === undefined) throw new Error('there are two or more');
      const scheduler = over(algorithm, members);
      const tried = owners(scheduler, KEYS, gone);
      scheduler.remove(gone);
      expect(owners(scheduler, KEYS)).toEqual(tried);
    });
    fc.assert(property, { seed: 1, numRuns: runs(50) });
  });

  it('when a member leaves, only its own', () => {
    const property = fc.property(weights, fc.nat(), (given, who) => {
      const members = named(...given);
      const gone = members[who % members.length];
      if (gone === undefined) throw new Error('there are two or more');
      const scheduler = over(algorithm, members);
      const before = owners(scheduler, KEYS);
      scheduler.remove(gone);
      owners(scheduler, KEYS).forEach((owner, place) => {
        if (before[place] !== gone.label) expect(owner).toBe(before[place]);
      });
    });
    fc.assert(property, { seed: 1, numRuns: runs(100) });
  });

  it('when its weight falls only its own, and when it grows back only to it', () => {
    const property = fc.property(weights, fc.nat(), (given, who) => {
      const members = named(...given.map((weight) => 100 * weight));
      const member = members[who % members.length];
      if (member === undefined) throw new Error('there are two or more');
      const scheduler = over(algorithm, members);
      const before = owners(scheduler, KEYS);
      setWeight(scheduler, member, member.weight / 10);
      const cold = owners(scheduler, KEYS);
      setWeight(scheduler, member, member.weight * 7);
      const warm = owners(scheduler, KEYS);
      expect(movedTo(cold, before).every((owner) => owner === member.label)).toBe(true);
      expect(movedTo(cold, warm).every((owner) => owner === member.label)).toBe(true);
      expect(movedTo(warm, before).every((owner) => owner === member.label)).toBe(true);
    });
    fc.assert(property, { seed: 1, numRuns: runs(50) });
  });
});
