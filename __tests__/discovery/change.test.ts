import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changeBetween, changed, isNothing } from '../../lib/discovery/change.js';
import type { Target } from '../../lib/discovery/target.js';
import { runs } from '../helpers/effort.js';

function target(name: string, rest: Partial<Target> = {}): Target {
  return { name, host: '10.0.0.1', port: 80, weight: 1, backup: false, ...rest };
}

const names = (targets: readonly Target[]): string[] => targets.map(({ name }) => name);

describe('the change between two sets of backends', () => {
  const [a, b, c] = [target('a'), target('b', { host: '10.0.0.2' }), target('c', { host: 'fd00::3' })];

  it('adds those that are new, and removes those that are gone', () => {
    expect(changeBetween([a, b], { targets: [b, c] })).toEqual({ removed: [a], added: [c], reweighed: [] });
  });

  it('is nothing when only the order is another', () => {
    expect(isNothing(changeBetween([a, b, c], { targets: [c, a, b] }))).toBe(true);
  });

  it('is a weight where nothing else is another', () => {
    const heavy = { ...b, weight: 5 };
    expect(changeBetween([a, b], { targets: [a, heavy] })).toEqual({
      removed: [],
      added: [],
      reweighed: [heavy],
    });
  });

  it.each([
    ['address', { host: '10.0.0.9' }],
    ['port', { port: 81 }],
    ['role', { backup: true }],
  ])('removes and adds one whose %s is another', (_, rest) => {
    const other = { ...a, ...rest };
    expect(changeBetween([a], { targets: [other] })).toEqual({ removed: [a], added: [other], reweighed: [] });
  });

  it('keeps the addresses of a family of which nothing was learned', () => {
    const { removed } = changeBetween([a, b, c], { targets: [a], unanswered: [6] });
    expect(names(removed)).toEqual(['b']);
  });

  it('takes the first of several with one name', () => {
    const { added } = changeBetween([], { targets: [a, { ...a, weight: 9 }] });
    expect(added).toEqual([a]);
  });

  const targets = fc.uniqueArray(
    fc.record({
      name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      host: fc.constantFrom('10.0.0.1', '10.0.0.2', 'fd00::1', 'app.lan'),
      port: fc.constantFrom(80, 81),
      weight: fc.integer({ min: 1, max: 3 }),
      backup: fc.boolean(),
    }),
    { selector: ({ name }) => name },
  );
  const sorted = (set: readonly Target[]): readonly Target[] =>
    set.toSorted((one, other) => one.name.localeCompare(other.name));

  it('leads to the set of the answer, whatever was known, and then is nothing', () => {
    const property = fc.property(targets, targets, (known, wanted) => {
      const next = changed(known, changeBetween(known, { targets: wanted }));
      expect(sorted(next)).toEqual(sorted(wanted));
      expect(isNothing(changeBetween(next, { targets: wanted.toReversed() }))).toBe(true);
    });
    fc.assert(property, { seed: 1, numRuns: runs(500) });
  });

  it('touches nothing that both sets have, and removes nothing of a family without an answer', () => {
    const families = fc.subarray([4, 6] as const);
    const property = fc.property(targets, targets, families, (known, wanted, unanswered) => {
      const change = changeBetween(known, { targets: wanted, unanswered });
      const same = known.filter((one) =>
        wanted.some((other) => JSON.stringify(one) === JSON.stringify(other)),
      );
      const touched = names([...change.removed, ...change.added, ...change.reweighed]);
      expect(touched.filter((name) => names(same).includes(name))).toEqual([]);
      const gone = change.removed.filter(({ name }) => !names(wanted).includes(name));
      const family = ({ host }: Target): number => (host.includes(':') ? 6 : host.startsWith('1') ? 4 : 0);
      expect(gone.filter((one) => unanswered.some((each) => each === family(one)))).toEqual([]);
    });
    fc.assert(property, { seed: 2, numRuns: runs(500) });
  });
});
