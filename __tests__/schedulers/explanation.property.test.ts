import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ALGORITHMS, newScheduler, type Algorithm } from '../../lib/schedulers/index.js';
import { SAMPLES, type SchedulerOptions } from '../../lib/schedulers/options.js';
import type { Scheduler } from '../../lib/schedulers/scheduler.js';
import { seededRandom } from '../../lib/seeded-random.js';
import { candidates, type FakeCandidate } from '../helpers/candidates.js';
import { runs } from '../helpers/effort.js';

const MEMBERS = 5;
const DRAWING: readonly Algorithm[] = ['random', 'power-of-two', 'peak-ewma'];

const step = fc.record({
  action: fc.constantFrom('add', 'remove', 'load', 'weight', 'answer', 'pick', 'pick', 'pick'),
  who: fc.nat({ max: MEMBERS - 1 }),
  amount: fc.integer({ min: 1, max: 5 }),
  key: fc.constantFrom(undefined, '1', '2', '3'),
  tried: fc.oneof(fc.constant<number[]>([]), fc.subarray([0, 1, 2, 3, 4], { maxLength: 4 })),
  asks: fc.nat({ max: 2 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A scheduler and candidates of its own, and what has been done to it. */
class Subject {
  readonly scheduler: Scheduler<FakeCandidate>;
  readonly members: FakeCandidate[];
  draws = 0;

  constructor(algorithm: Algorithm, weights: readonly number[], seed: number, options: SchedulerOptions) {
    const random = seededRandom(seed);
    this.scheduler = newScheduler(algorithm, () => (this.draws++, random()), options);
    this.members = candidates(...weights).map((member) => ({ ...member, fullWeight: 5 }));
    for (const member of this.members) this.scheduler.add(member);
  }

  triedOf({ tried }: Step): Set<FakeCandidate> {
    return new Set(this.members.filter(({ index }) => tried.includes(index)));
  }

  tell({ action, who, amount }: Step, now: number): void {
    const { scheduler, members } = this;
    const member = members[who];
    if (member === undefined) throw new Error('no such member');
    if (action === 'add') scheduler.add(member);
    if (action === 'remove') scheduler.remove(member);
    if (action === 'answer') scheduler.answered?.(member, amount, now);
    if (action === 'load') {
      member.openConnections = amount - 1;
      scheduler.loadChanged(member);
    }
    if (action === 'weight') {
      const before = member.weight;
      member.weight = amount;
      scheduler.weightChanged(member, before);
    }
  }
}

describe('explaining', () => {
  const weights = fc.oneof(
    fc.constant([1, 1, 1, 1, 1]),
    fc.array(fc.integer({ min: 1, max: 5 }), { minLength: MEMBERS, maxLength: MEMBERS }),
  );
  const options = fc.record({ choices: fc.integer({ min: 1, max: 6 }), sample: fc.constantFrom(...SAMPLES) });

  it.each(ALGORITHMS)('tells the next pick, and changes no later one: %s', (algorithm) => {
    const history = fc.array(step, { maxLength: 60, size: 'max' });
    const property = fc.property(weights, fc.integer(), options, history, (given, seed, chosen, steps) => {
      const asked = new Subject(algorithm, given, seed, chosen);
      const silent = new Subject(algorithm, given, seed, chosen);
      for (const [now, each] of steps.entries()) {
        for (let ask = 0; ask < each.asks; ask++) asked.scheduler.explain?.(asked.triedOf(each), each.key);
        if (each.action === 'pick') pickBoth(algorithm, asked, silent, each);
        asked.tell(each, now);
        silent.tell(each, now);
      }
    });
    fc.assert(property, { seed: 1, numRuns: runs(40) });
  });
});

function pickBoth(algorithm: Algorithm, asked: Subject, silent: Subject, each: Step): void {
  const tried = asked.triedOf(each);
  const before = asked.draws;
  const foreseen = asked.scheduler.explain?.(tried, each.key);
  expect(asked.draws).toBe(before);
  const pick = asked.scheduler.pick(tried, each.key, true);
  const drawn = asked.draws;
  const silently = silent.scheduler.pick(silent.triedOf(each), each.key);
  expect([pick?.candidate.index, pick?.why]).toEqual([silently?.candidate.index, silently?.why]);
  expect(silent.draws).toBe(drawn);
  expect(foreseen === undefined).toBe(pick === undefined);
  if (pick === undefined || foreseen === undefined) return;
  expect(foreseen.why).toBe(pick.why);
  if (!DRAWING.includes(algorithm) || foreseen.candidate !== undefined) {
    expect(foreseen.candidate).toBe(pick.candidate);
    return;
  }
  const explanation = asked.scheduler.explain?.(tried, each.key, pick);
  expect(asked.draws).toBe(drawn);
  expect(explanation?.candidate).toBe(pick.candidate);
  expect(explanation?.says).toContain(`${pick.candidate.index}`);
  const said = explanation?.considered
    .filter((looked) => looked.drawn)
    .map(({ candidate }) => candidate.index);
  expect(said?.sort()).toEqual([...new Set(pick.drawn ?? [pick.candidate])].map(({ index }) => index).sort());
}
