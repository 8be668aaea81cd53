import { describe, expect, it } from '@jest/globals';
import { mix } from '../../../lib/schedulers/hashing/hash.js';
import { HashRing } from '../../../lib/schedulers/hashing/hash-ring.js';
import { equals, ownersOf, without } from './shareholders.js';

/** Standard deviation of the shares of 100 members, in units of their mean. */
function variation(prefix: string): number {
  const { shares } = HashRing.of(equals(100, prefix));
  return Math.sqrt(shares.reduce((sum, share) => sum + (share * 100 - 1) ** 2, 0) / 100);
}

/** Hashes of so many keys. */
const KEYS = Array.from({ length: 20_000 }, (_, key) => mix(key, 99));

describe('the hash ring', () => {
  it('has 100 points for each of equal weight, whatever the weight', () => {
    for (const weight of [1, 7, 2560]) {
      const ring = HashRing.of(equals(3).map(({ name }) => ({ name, weight })));
      expect([...ring.counts]).toEqual([100, 100, 100]);
      expect(ring.size).toBe(300);
    }
  });

  it('has points in proportion to weights, 100 for the average, and one at least', () => {
    const counts = (...weights: number[]): number[] => [
      ...HashRing.of(weights.map((weight, place) => ({ name: `${place}`, weight }))).counts,
    ];
    expect(counts(1, 2, 3)).toEqual([50, 100, 150]);
    expect(counts(90, 100, 110)).toEqual([90, 100, 110]);
    expect(counts(1, 1000, 1000)).toEqual([1, 150, 150]);
  });

  it('bounds its size by giving fewer points to each of very many', () => {
    const ring = HashRing.of(equals(30_000));
    expect(ring.size).toBe(35 * 30_000);
    expect(ring.size).toBeLessThan(2 ** 20 + 30_000);
  });

  it('leaves nothing out: shares add up to 1', () => {
    for (const count of [1, 2, 100]) {
      const sum = HashRing.of(equals(count)).shares.reduce((total, share) => total + share, 0);
      expect(sum).toBeCloseTo(1, 12);
    }
  });

  // √((n − 1) / (vn + 1)) with n = 100 and v = 100: a share has the beta distribution B(v, v(n − 1)).
  it('has shares that vary by 9.95 % among B1 to B100, give or take a tenth of that', () => {
    expect(Math.abs(variation('B') / 0.0995 - 1)).toBeLessThan(0.1);
  });

  it('and by that on average over many sets of names', () => {
    const sets = Array.from({ length: 40 }, (_, set) => variation(`set ${set}, `));
    const mean = sets.reduce((sum, each) => sum + each, 0) / sets.length;
    expect(Math.abs(mean / 0.0995 - 1)).toBeLessThan(0.03);
  });

  it('gives keys to members as their shares say', () => {
    const ring = HashRing.of(equals(5));
    const counts = new Array<number>(5).fill(0);
    for (const key of KEYS) {
      const owner = ring.ownerOf(ring.slotOf(key));
      counts[owner] = (counts[owner] ?? 0) + 1;
    }
    const chiSquare = counts.reduce((sum, count, owner) => {
      const expected = KEYS.length * (ring.shares[owner] ?? 0);
      return sum + (count - expected) ** 2 / expected;
    }, 0);
    expect(chiSquare).toBeLessThan(18.5); // exceeded by chance once in 1,000, with four degrees of freedom
  });

  it('is the same whatever the order of the list', () => {
    const list = [3, 1, 4, 1, 5].map((weight, place) => ({ name: `B${place}`, weight }));
    expect(ownersOf(HashRing.of(list.toReversed()), list.toReversed())).toEqual(
      ownersOf(HashRing.of(list), list),
    );
  });

  it('moves the keys of a member that is left out, and no others', () => {
    const list = equals(20);
    const rest = without(list, 7);
    const [whole, less] = [HashRing.of(list), HashRing.of(rest)];
    const ownerIn = (ring: HashRing, members: typeof list, key: number): string | undefined =>
      members[ring.ownerOf(ring.slotOf(key))]?.name;
    const moved = KEYS.filter((key) => ownerIn(whole, list, key) !== ownerIn(less, rest, key));
    expect(moved.length).toBeGreaterThan(0);
    expect(moved.every((key) => ownerIn(whole, list, key) === 'B8')).toBe(true);
  });

  it('without the dead points of some is the ring that never had them', () => {
    const list = equals(4);
    const live = Uint32Array.of(100, 0, 100, 100);
    const rest = without(list, 1);
    expect(ownersOf(HashRing.of(list).only(live), list)).toEqual(ownersOf(HashRing.of(rest), rest));
    const some = HashRing.of(list).only(Uint32Array.of(100, 30, 100, 100));
    expect(some.size).toBe(330);
    const ordinals = Array.from({ length: some.size }, (_, slot) => slot)
      .filter((slot) => some.ownerOf(slot) === 1)
      .map((slot) => some.ordinalOf(slot));
    expect(ordinals.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, ordinal) => ordinal));
  });

  it('begins anew past the last point, and at a point itself has that one', () => {
    const ring = HashRing.of(equals(1));
    const slots = [0, 2 ** 32 - 1].map((hash) => ring.slotOf(hash));
    expect(slots).toEqual([0, 0]);
  });

  it('is empty for nobody', () => {
    expect(HashRing.of([]).size).toBe(0);
  });
});
