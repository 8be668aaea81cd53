import { inOrderOfNames, type Circle, type Shareholder } from './circle.js';
import { mix } from './hash.js';
import { hashName } from './name-hash.js';

/** Points (virtual nodes) of a member of average weight. */
const POINTS = 100;
/** Points in all, give or take the rounding: what bounds memory, and has more than 10,485 members take fewer each. */
const MAX_POINTS = 2 ** 20;
/** A position and the number of its point, which has 21 bits, are 53 bits together: a double that sorts by position. */
const NUMBERS = 2 ** 21;
const HASHES = 2 ** 32;

interface Point {
  readonly owner: number;
  readonly ordinal: number;
}

/**
 * The ring of consistent hashing: each member has points on it, a key belongs to the first point at or after its hash.
 *
 * D. Karger et al., "Consistent Hashing and Random Trees", STOC 1997. As in ketama, points go by weight in relation to the
 * average of all: a member of average weight has 100, so have all when they are equal; another has them in proportion,
 * rounded, at least one. Where points fall depends on their member's name alone, so members that come and go, or whose
 * weight is another, move no points of the others, as long as the average is the same.
 *
 * Making one costs O(p log p) for p points, a look-up O(log p).
 */
export class HashRing implements Circle {
  readonly owners: Uint32Array;
  readonly ordinals: Uint32Array;
  readonly counts: Uint32Array;
  /** In ascending order. */
  readonly #positions: Uint32Array;

  private constructor(
    positions: Uint32Array,
    owners: Uint32Array,
    ordinals: Uint32Array,
    counts: Uint32Array,
  ) {
    this.#positions = positions;
    this.owners = owners;
    this.ordinals = ordinals;
    this.counts = counts;
  }

  static of(list: readonly Shareholder[]): HashRing {
    const counts = pointsByWeight(list);
    const points: Point[] = [];
    const sorted = new Float64Array(counts.reduce((sum, count) => sum + count, 0));
    for (const owner of inOrderOfNames(list)) {
      const { first, second } = hashName(list[owner]?.name ?? '');
      for (let ordinal = 0; ordinal < (counts[owner] ?? 0); ordinal++) {
        sorted[points.length] = mix(mix(ordinal, first), second) * NUMBERS + points.length;
        points.push({ owner, ordinal });
      }
    }
    sorted.sort();
    const pointAt = (place: number): Point | undefined => points[(sorted[place] ?? 0) % NUMBERS];
    return new HashRing(
      Uint32Array.from(sorted, (number) => Math.floor(number / NUMBERS)),
      Uint32Array.from(sorted, (_, place) => pointAt(place)?.owner ?? 0),
      Uint32Array.from(sorted, (_, place) => pointAt(place)?.ordinal ?? 0),
      counts,
    );
  }

  /** The part of all keys that belongs to each member. */
  get shares(): Float64Array {
    const shares = new Float64Array(this.counts.length);
    let before = (this.#positions.at(-1) ?? 0) - HASHES;
    this.#positions.forEach((position, slot) => {
      const owner = this.owners[slot] ?? 0;
      shares[owner] = (shares[owner] ?? 0) + (position - before) / HASHES;
      before = position;
    });
    return shares;
  }

  slotOf(hash: number): number {
    let low = 0;
    let high = this.#positions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#positions[middle] ?? 0) < hash) low = middle + 1;
      else high = middle;
    }
    return low === this.#positions.length ? 0 : low;
  }

  /**
   * The same ring with fewer points.
   *
   * @param live - how many each member keeps: those with the lowest ordinals
   */
  only(live: Uint32Array): HashRing {
    const kept = (_: number, slot: number): boolean =>
      (this.ordinals[slot] ?? 0) < (live[this.owners[slot] ?? 0] ?? 0);
    return new HashRing(
      this.#positions.filter(kept),
      this.owners.filter(kept),
      this.ordinals.filter(kept),
      this.counts,
    );
  }
}

function pointsByWeight(list: readonly Shareholder[]): Uint32Array {
  const average = list.reduce((sum, { weight }) => sum + weight, 0) / list.length;
  const points = Math.min(POINTS, MAX_POINTS / list.length);
  return Uint32Array.from(list, ({ weight }) => Math.max(1, Math.round((points * weight) / average)));
}
