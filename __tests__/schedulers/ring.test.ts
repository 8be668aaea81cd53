import { describe, expect, it } from '@jest/globals';
import { RingScheduler } from '../../lib/schedulers/ring.js';
import { addAll, manyCandidates, setWeight, turns, type FakeCandidate } from '../helpers/candidates.js';
import { addresses, named, owners, preferences } from '../helpers/clients.js';
import { operationCounter } from '../helpers/operations.js';

const countOperations = operationCounter();
const KEYS = addresses(10_000);

function over(...weights: number[]) {
  const scheduler = new RingScheduler<FakeCandidate>();
  return { scheduler, members: addAll(scheduler, named(...weights)) };
}

describe('ring', () => {
  // As a program in another language, written to the same definition, has them too.
  it.each([
    ['192.0.2.1', [1, 1, 1, 1], 'B C D A'],
    ['192.0.2.2', [1, 1, 1, 1], 'B D A C'],
    ['192.0.2.3', [1, 1, 1, 1], 'D C A B'],
    ['192.0.2.4', [1, 1, 1, 1], 'C D B A'],
    ['192.0.2.1', [4, 1, 1, 2], 'A C D B'],
    ['192.0.2.2', [4, 1, 1, 2], 'D A B C'],
    ['192.0.2.3', [4, 1, 1, 2], 'A D C B'],
    ['192.0.2.4', [4, 1, 1, 2], 'C D A B'],
  ])('has clockwise of %s among A to D of weights %j: %s', (key, weights, order) => {
    expect(preferences(over(...weights).scheduler, key)).toBe(order);
  });

  it('has an order for those without a key, the same in each run', () => {
    expect(turns(over(1, 1, 1, 1).scheduler, 12)).toBe('C C D D A C D D C C B C');
    expect(turns(over(4, 1, 1, 2).scheduler, 12)).toBe('C C A D A B D D C D A A');
  });

  it('moves clients only to a member whose slow start goes on, hundredth by hundredth', () => {
    const { scheduler, members } = over(100, 100, 100, 100);
    const [a] = members;
    if (a === undefined) throw new Error('four were given');
    const whole = owners(scheduler, KEYS);
    setWeight(scheduler, a, 10);
    let before = owners(scheduler, KEYS);
    const cold = before.filter((owner) => owner === 'A').length;
    for (let percent = 15; percent <= 100; percent += 5) {
      setWeight(scheduler, a, percent);
      const after = owners(scheduler, KEYS);
      expect(after.filter((owner, place) => owner !== before[place] && owner !== 'A')).toEqual([]);
      before = after;
    }
    expect(before).toEqual(whole);
    const warm = before.filter((owner) => owner === 'A').length;
    expect(Math.abs(warm / KEYS.length - 0.25)).toBeLessThan(0.05);
    expect(Math.abs(cold / KEYS.length - 10 / 310)).toBeLessThan(0.02);
  });

  it('makes no ring when a member leaves for a moment, or warms up', () => {
    const scheduler = new RingScheduler<FakeCandidate>();
    const members = addAll(scheduler, manyCandidates(1000));
    const pick = (): unknown => scheduler.pick(new Set());
    const flap = (): void => {
      for (const member of members.slice(0, 20)) {
        scheduler.remove(member);
        pick();
        scheduler.add(member);
        pick();
      }
      const [first] = members;
      if (first === undefined) return;
      setWeight(scheduler, first, 0.5);
      pick();
      setWeight(scheduler, first, 1);
      pick();
    };
    expect(countOperations('/lib/schedulers/', pick)).toBeGreaterThan(100_000); // it is made here
    expect(countOperations('/lib/schedulers/', flap)).toBeLessThan(10_000);
  });

  it('walks for long past those who left, then has a ring without them, until one is back', () => {
    const scheduler = new RingScheduler<FakeCandidate>();
    const members = addAll(scheduler, manyCandidates(100));
    const before = owners(scheduler, KEYS);
    const [last, ...gone] = members.toReversed();
    for (const member of gone) scheduler.remove(member);
    const pick = (): unknown => scheduler.pick(new Set());
    for (let picks = 0; picks < 1000; picks++) pick();
    expect(countOperations('/lib/schedulers/', pick)).toBeLessThan(100);
    expect(new Set(owners(scheduler, KEYS))).toEqual(new Set([last?.label]));
    for (const member of gone) scheduler.add(member);
    expect(owners(scheduler, KEYS)).toEqual(before);
  });

  it('knows a member by another name when another candidate has its place', () => {
    const { scheduler, members } = over(1, 1);
    const [a, b] = members;
    if (a === undefined || b === undefined) throw new Error('two were given');
    owners(scheduler, KEYS);
    scheduler.remove(b);
    scheduler.add({ ...b, name: 'C', label: 'C' });
    const other = new RingScheduler<FakeCandidate>();
    addAll(other, [a, { ...b, index: 7, name: 'C', label: 'C' }]);
    expect(owners(scheduler, KEYS)).toEqual(owners(other, KEYS));
  });
});
