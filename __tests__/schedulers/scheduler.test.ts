import { beforeEach, describe, expect, it } from '@jest/globals';
import { ALGORITHMS, newScheduler } from '../../lib/schedulers/index.js';
import type { Scheduler } from '../../lib/schedulers/scheduler.js';
import { addAll, candidates, setLoad, setWeight, turns, type FakeCandidate } from '../helpers/candidates.js';
import { seededRandom } from '../../lib/seeded-random.js';

/** Points fall on a ring by chance, so that shares are off by a tenth of themselves or so. */
const RINGS: readonly string[] = ['ring', 'bounded-load'];

/** What every algorithm promises by being a `Scheduler`. */
describe.each(ALGORITHMS)('any scheduler: %s', (algorithm) => {
  let scheduler: Scheduler<FakeCandidate>;
  beforeEach(() => {
    scheduler = newScheduler(algorithm, seededRandom(1));
  });

  /** Who turns up in many picks. */
  function seen(...tried: FakeCandidate[]): string {
    return [...new Set(turns(scheduler, 100, ...tried).split(' '))].sort().join(' ');
  }

  it('has nothing to pick before a member is added', () => {
    expect(turns(scheduler, 1)).toBe('-');
  });

  it.each([{ weights: [1, 1, 1] }, { weights: [3, 2, 1] }])('picks every member: $weights', ({ weights }) => {
    addAll(scheduler, candidates(...weights));
    expect(seen()).toBe('A B C');
  });

  it.each([{ weights: [1, 1, 1] as const }, { weights: [3, 2, 1] as const }])(
    'picks no one who was tried, and no one when all were: $weights',
    ({ weights: [first, second, third] }) => {
      const [a, b, c] = addAll(scheduler, candidates(first, second, third));
      expect(seen(b)).toBe('A C');
      expect(seen(a, c)).toBe('B');
      expect(seen(a, b, c)).toBe('-');
      expect(seen()).toBe('A B C');
    },
  );

  it('is not upset when a stranger was tried', () => {
    const [a, b, stranger] = candidates(1, 1, 1);
    addAll(scheduler, [a, b]);
    expect(seen(stranger)).toBe('A B');
    expect(seen(stranger, a)).toBe('B');
  });

  it('has a member once, however often it is added', () => {
    const [a, b] = addAll(scheduler, candidates(1, 2));
    scheduler.add(a);
    scheduler.add(a);
    scheduler.remove(a);
    expect(seen()).toBe('B');
    scheduler.remove(b);
    expect(seen()).toBe('-');
  });

  it('is not changed when a stranger is removed or reported', () => {
    const [a, b, stranger] = candidates(1, 1, 2);
    addAll(scheduler, [a, b]);
    scheduler.remove(stranger);
    setLoad(scheduler, stranger, 1);
    setLoad(scheduler, stranger, 0);
    scheduler.answered?.(stranger, 1, 1);
    expect(seen()).toBe('A B');
  });

  it('shares by the weights that there are now', () => {
    const [a, b, stranger] = candidates(1, 1, 1);
    addAll(scheduler, [a, b]);
    const share = (): number => turns(scheduler, 1000).split('A').length - 1;
    const off = RINGS.includes(algorithm) ? 2 : 1;
    setWeight(scheduler, a, 9);
    setWeight(scheduler, stranger, 100);
    expect(Math.abs(share() - 900)).toBeLessThan(40 * off);
    setWeight(scheduler, b, 27);
    expect(Math.abs(share() - 250)).toBeLessThan(60 * off);
    setWeight(scheduler, b, 9);
    expect(Math.abs(share() - 500)).toBeLessThan(60 * off);
    scheduler.remove(b);
    setWeight(scheduler, b, 1);
    expect(seen()).toBe('A');
  });

  it('takes a member back with its load, though it was never told of it', () => {
    const [a, b] = addAll(scheduler, candidates(1, 1));
    scheduler.remove(a);
    a.openConnections = 3;
    scheduler.add(a);
    setLoad(scheduler, a, 2);
    setLoad(scheduler, a, 0);
    expect(seen()).toBe('A B');
    expect(seen(b)).toBe('A');
  });

  it('works with members that come in any order, and with gaps between their places', () => {
    const all = candidates(...Array.from({ length: 20 }, () => 1));
    addAll(scheduler, all.filter(({ index }) => index % 7 === 2).toReversed());
    expect(seen()).toBe('C J Q');
  });

  it('names the rule of each pick', () => {
    addAll(scheduler, candidates(1, 1));
    expect(scheduler.pick(new Set())?.why).toBe(algorithm === 'auto' ? 'round-robin' : algorithm);
  });
});
