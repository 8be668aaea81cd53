import { describe, expect, it } from '@jest/globals';
import { MaglevScheduler } from '../../lib/schedulers/maglev.js';
import { addAll, manyCandidates, setWeight, turns, type FakeCandidate } from '../helpers/candidates.js';
import { addresses, named, owners, preferences } from '../helpers/clients.js';
import { operationCounter } from '../helpers/operations.js';

const countOperations = operationCounter();
const KEYS = addresses(20_000);

function over(...weights: number[]) {
  const scheduler = new MaglevScheduler<FakeCandidate>();
  return { scheduler, members: addAll(scheduler, named(...weights)) };
}

/** Has a member leave and come back, with a pick each time, until no more tables may be made. */
function spend(scheduler: MaglevScheduler<FakeCandidate>, member: FakeCandidate): void {
  for (let times = 0; times < 10; times++) {
    scheduler.remove(member);
    scheduler.pick(new Set());
    scheduler.add(member);
    scheduler.pick(new Set());
  }
}

const share = (picked: readonly unknown[], label: string): number =>
  picked.filter((owner) => owner === label).length / picked.length;

describe('maglev', () => {
  // As a program in another language, written to the same definition, has them too.
  it.each([
    ['192.0.2.1', [1, 1, 1, 1], 'C D A B'],
    ['192.0.2.2', [1, 1, 1, 1], 'A B D C'],
    ['192.0.2.3', [1, 1, 1, 1], 'D A C B'],
    ['192.0.2.4', [1, 1, 1, 1], 'C A B D'],
    ['192.0.2.1', [4, 1, 1, 2], 'A D C B'],
    ['192.0.2.2', [4, 1, 1, 2], 'A B D C'],
    ['192.0.2.3', [4, 1, 1, 2], 'A C D B'],
    ['192.0.2.4', [4, 1, 1, 2], 'D C A B'],
  ])('has from the entry of %s on among A to D of weights %j: %s', (key, weights, order) => {
    expect(preferences(over(...weights).scheduler, key)).toBe(order);
  });

  it('has an order for those without a key, the same in each run', () => {
    expect(turns(over(1, 1, 1, 1).scheduler, 12)).toBe('D C C A C C C C A C A A');
    expect(turns(over(4, 1, 1, 2).scheduler, 12)).toBe('D C A A A C C C A A A A');
  });

  it('has a table of those who are there, at the first pick after a change', () => {
    const { scheduler, members } = over(1, 1, 1, 1);
    owners(scheduler, KEYS);
    if (members[3] !== undefined) scheduler.remove(members[3]);
    if (members[0] !== undefined) setWeight(scheduler, members[0], 5);
    expect(owners(scheduler, KEYS)).toEqual(owners(over(5, 1, 1).scheduler, KEYS));
  });

  it('shares clients by weight', () => {
    const picked = owners(over(4, 1, 1, 2).scheduler, KEYS);
    expect(Math.abs(share(picked, 'A') - 0.5)).toBeLessThan(0.015);
    expect(Math.abs(share(picked, 'B') - 0.125)).toBeLessThan(0.01);
  });

  it('makes no more than ten tables in a row for members that come and go, and one in 1,000 picks', () => {
    const scheduler = new MaglevScheduler<FakeCandidate>();
    const members = addAll(scheduler, manyCandidates(100));
    const [first] = members;
    if (first === undefined) throw new Error('a hundred were given');
    const pick = (): unknown => scheduler.pick(new Set());
    const flap = (): void => {
      for (const member of members.slice(0, 20)) {
        scheduler.remove(member);
        pick();
        scheduler.add(member);
        pick();
      }
    };
    const table = countOperations('/lib/schedulers/', pick);
    expect(table).toBeGreaterThan(65_537);
    expect(countOperations('/lib/schedulers/', () => spend(scheduler, first))).toBeLessThan(11 * table);
    expect(countOperations('/lib/schedulers/', flap)).toBeLessThan(table / 10);
    scheduler.remove(first);
    for (let picks = 0; picks < 1000; picks++) pick();
    const settled = new MaglevScheduler<FakeCandidate>();
    addAll(settled, members.slice(1));
    expect(owners(scheduler, KEYS)).toEqual(owners(settled, KEYS));
  });

  it('moves only the clients of who left, and by and by those of who warms up, while no table may be made', () => {
    const { scheduler, members } = over(100, 100, 100, 100);
    const [a, b] = members;
    if (a === undefined || b === undefined) throw new Error('four were given');
    const keys = KEYS.slice(0, 900);
    spend(scheduler, b);
    const whole = owners(scheduler, keys.slice(0, 200));
    scheduler.remove(b);
    owners(scheduler, keys.slice(0, 200)).forEach((owner, place) => {
      if (whole[place] === 'B') expect(owner).not.toBe('B');
      else expect(owner).toBe(whole[place]);
    });
    scheduler.add(b);
    setWeight(scheduler, a, 10);
    const cold = owners(scheduler, keys.slice(0, 200));
    setWeight(scheduler, a, 50);
    const warm = owners(scheduler, keys.slice(0, 200));
    expect(new Set(warm.filter((owner, place) => owner !== cold[place]))).toEqual(new Set(['A']));
    setWeight(scheduler, a, 100);
    expect(owners(scheduler, keys.slice(0, 200))).toEqual(whole);
    expect(share(cold, 'A')).toBeLessThan(share(warm, 'A'));
    expect(share(warm, 'A')).toBeLessThan(share(whole, 'A'));
  });

  it('lets in who is new even while no table may be made', () => {
    const { scheduler, members } = over(1, 1, 1, 1);
    const [, , , d] = members;
    if (d === undefined) throw new Error('four were given');
    spend(scheduler, d);
    const [e] = named(1, 1, 1, 1, 1).slice(4);
    if (e === undefined) throw new Error('a fifth was given');
    scheduler.add(e);
    const picked = owners(scheduler, KEYS.slice(0, 500));
    expect(share(picked, 'E')).toBeGreaterThan(0.1);
  });

  it('reaches members that have no entry, as they are more than entries, when all others were tried', () => {
    const scheduler = new MaglevScheduler<FakeCandidate>();
    const members = addAll(scheduler, manyCandidates(65_538));
    const found = new Set(owners(scheduler, KEYS));
    expect(found.size).toBeGreaterThan(10_000);
    const tried = new Set(members);
    const last = members.toSorted((x, y) => (`${x.index}` < `${y.index}` ? -1 : 1)).at(-1);
    if (last === undefined) throw new Error('many were given');
    tried.delete(last);
    expect(scheduler.pick(tried)?.candidate).toBe(last);
  });
});
