import { inOrderOfNames, type SlotTable, type WeightedName } from './slot-table.js';
import { DEFAULT_VNODES } from '../options.js';
import { mix } from './hash.js';
import { hashName } from './name-hash.js';

/** Points in all, give or take the rounding: what bounds memory, and has many members take fewer each: of 100 each, more than 10,485 members. */
const MAX_POINTS = 2 ** 20;
/** A position and the number of its point, which has 21 bits, are 53 bits together: a double that sorts by position. */
const NUMBERS = 2 ** 21;
/** On average: few enough to be near each other in memory, enough that spans take little. */
const POINTS_PER_SPAN = 4;
const HASH_BITS = 32;
const HASHES = 2 ** HASH_BITS;

/**
 * The ring of consistent hashing: each member has points on it, a key belongs to the first point at or after its hash.
 *
 * D. Karger et al., "Consistent Hashing and Random Trees", STOC 1997. As in ketama, points go by weight in relation to the
 * average of all: a member of average weight has as many as `points` says, so have all when they are equal; another has them in proportion,
 * rounded, at least one. Where points fall depends on their member's name alone, so members that come and go, or whose
 * weight is another, move no points of the others, as long as the average is the same.
 *
 * Making one costs O(p log p) for p points; a look-up O(log p), a binary search. It begins within a span that is looked up by
 * the first bits of the hash and has some four points.
 */
export class HashRing implements SlotTable {
  readonly counts: Uint32Array;
  /** Position and owner of each point, in ascending order of positions; side by side, as both are wanted at a look-up. */
  readonly #points: Uint32Array;
  readonly #ordinals: Uint32Array;
  /** Where the points begin whose positions have the same first bits; one more is the end. */
  readonly #spans: Uint32Array;
  /** Bits of a position past the first ones. */
  readonly #shift: number;

  private constructor(points: Uint32Array, ordinals: Uint32Array, counts: Uint32Array) {
    this.#points = points;
    this.#ordinals = ordinals;
    this.counts = counts;
    const bits = Math.max(1, Math.ceil(Math.log2(ordinals.length / POINTS_PER_SPAN)));
    this.#shift = HASH_BITS - bits;
    this.#spans = spansOf(points, bits);
  }

  /** @param points - virtual nodes of a member of average weight */
  static of(list: readonly WeightedName[], points = DEFAULT_VNODES): HashRing {
    const counts = pointsByWeight(list, points);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const [owners, numbers, sorted] = [
      new Uint32Array(total),
      new Uint32Array(total),
      new Float64Array(total),
    ];
    let point = 0;
    for (const owner of inOrderOfNames(list)) {
      const { first, second } = hashName(list[owner]?.name ?? '');
      const count = counts[owner] ?? 0;
      for (let ordinal = 0; ordinal < count; ordinal++, point++) {
        owners[point] = owner;
        numbers[point] = ordinal;
        sorted[point] = mix(mix(ordinal, first), second) * NUMBERS + point;
      }
    }
    sorted.sort();
    const [places, ordinals] = [new Uint32Array(total * 2), new Uint32Array(total)];
    for (let slot = 0; slot < total; slot++) {
      const position = ((sorted[slot] ?? 0) / NUMBERS) >>> 0;
      const point = (sorted[slot] ?? 0) - position * NUMBERS;
      places[slot * 2] = position;
      places[slot * 2 + 1] = owners[point] ?? 0;
      ordinals[slot] = numbers[point] ?? 0;
    }
    return new HashRing(places, ordinals, counts);
  }

  get size(): number {
    return this.#ordinals.length;
  }

  /** The part of all keys that belongs to each member. */
  get shares(): Float64Array {
    const shares = new Float64Array(this.counts.length);
    let before = this.positionOf(this.size - 1) - HASHES;
    for (let slot = 0; slot < this.size; slot++) {
      const owner = this.ownerOf(slot);
      shares[owner] = (shares[owner] ?? 0) + (this.positionOf(slot) - before) / HASHES;
      before = this.positionOf(slot);
    }
    return shares;
  }

  slotOf(hash: number): number {
    const span = hash >>> this.#shift;
    let low = this.#spans[span] ?? 0;
    let high = this.#spans[span + 1] ?? 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.positionOf(middle) < hash) low = middle + 1;
      else high = middle;
    }
    return low === this.size ? 0 : low;
  }

  ownerOf(slot: number): number {
    return this.#points[slot * 2 + 1] ?? 0;
  }

  ordinalOf(slot: number): number {
    return this.#ordinals[slot] ?? 0;
  }

  /**
   * The same ring with fewer points.
   *
   * @param live - how many each member keeps: those with the lowest ordinals
   */
  only(live: Uint32Array): HashRing {
    const isLive = (slot: number): boolean => this.ordinalOf(slot) < (live[this.ownerOf(slot)] ?? 0);
    return new HashRing(
      this.#points.filter((_, place) => isLive(place >>> 1)),
      this.#ordinals.filter((_, slot) => isLive(slot)),
      this.counts,
    );
  }

  /** Where the point is: 32 bits of the circle. */
  positionOf(slot: number): number {
    return this.#points[slot * 2] ?? 0;
  }
}

function pointsByWeight(list: readonly WeightedName[], wanted: number): Uint32Array {
  const average = list.reduce((sum, { weight }) => sum + weight, 0) / list.length;
  const points = Math.min(wanted, MAX_POINTS / list.length);
  return Uint32Array.from(list, ({ weight }) => Math.max(1, Math.round((points * weight) / average)));
}

/** Of points in ascending order, how many come before each value of the first bits, and how many there are in all. */
function spansOf(points: Uint32Array, bits: number): Uint32Array {
  const spans = new Uint32Array(2 ** bits + 1);
  const size = points.length / 2;
  let span = 0;
  for (let slot = 0; slot < size; slot++) {
    const first = (points[slot * 2] ?? 0) >>> (HASH_BITS - bits);
    while (span <= first) spans[span++] = slot;
  }
  return spans.fill(size, span);
}
