import { describe, expect, it } from '@jest/globals';
import { MAGLEV_ENTRIES, MaglevTable } from '../../../lib/schedulers/hashing/maglev-table.js';
import { equals, ownersOf, without } from './shareholders.js';

describe('the Maglev table', () => {
  it('has 65,537 entries, 655 or 656 for each of 100 equal members, each one owned', () => {
    const list = equals(100);
    const table = new MaglevTable(list);
    expect(table.size).toBe(65_537);
    expect(new Set(table.counts)).toEqual(new Set([655, 656]));
    const owned = new Map<string, number>();
    for (const name of ownersOf(table, list)) owned.set(name, (owned.get(name) ?? 0) + 1);
    expect(list.map(({ name }) => owned.get(name))).toEqual([...table.counts]);
  });

  it('moves between 1.4 and 1.7 % of its entries when one of 100 members is left out, whichever it is', () => {
    const list = equals(100);
    const before = ownersOf(new MaglevTable(list), list);
    for (let gone = 0; gone < list.length; gone += 9) {
      const rest = without(list, gone);
      const after = ownersOf(new MaglevTable(rest), rest);
      const moved = after.filter((name, slot) => name !== before[slot]).length / MAGLEV_ENTRIES;
      expect(moved).toBeGreaterThan(0.014);
      expect(moved).toBeLessThan(0.017);
    }
  });

  it('is the same whatever the order of the list', () => {
    const list = [3, 1, 4, 1, 5].map((weight, place) => ({ name: `B${place}`, weight }));
    expect(ownersOf(new MaglevTable(list.toReversed()), list.toReversed())).toEqual(
      ownersOf(new MaglevTable(list), list),
    );
  });

  it.each([[[1, 1]], [[2, 1]], [[3, 2, 1]], [[100, 10, 100]], [[256, 1, 7, 255]], [[25600, 100, 99]]])(
    'gives each its share by weight, up to one entry more, for which the others have less: %j',
    (weights) => {
      const table = new MaglevTable(weights.map((weight, place) => ({ name: `${place}`, weight })));
      const sum = weights.reduce((total, weight) => total + weight, 0);
      weights.forEach((weight, place) => {
        const share = (MAGLEV_ENTRIES * weight) / sum;
        expect(table.counts[place]).toBeLessThanOrEqual(share + 1);
        expect(table.counts[place]).toBeGreaterThan(share - (weights.length - 1));
      });
    },
  );

  it('gives an entry to the lightest, too', () => {
    const list = equals(10_000).map(({ name }, place) => ({ name, weight: place === 5000 ? 1 : 256 }));
    expect(Math.min(...new MaglevTable(list).counts)).toBe(1);
  });

  it('numbers the entries of each owner', () => {
    const table = new MaglevTable(equals(3));
    const ordinals = Array.from({ length: table.size }, (_, slot) => slot)
      .filter((slot) => table.ownerOf(slot) === 2)
      .map((slot) => table.ordinalOf(slot));
    expect(ordinals.sort((a, b) => a - b)).toEqual(Array.from({ length: table.counts[2] ?? 0 }, (_, i) => i));
  });

  it('is empty for nobody', () => {
    expect(new MaglevTable([]).size).toBe(0);
  });

  it('is filled though members are more than entries', () => {
    const table = new MaglevTable(equals(MAGLEV_ENTRIES + 3));
    expect(table.counts.reduce((sum, count) => sum + count, 0)).toBe(MAGLEV_ENTRIES);
  });
});
