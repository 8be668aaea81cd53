import { IndexSet } from './index-set.js';
import type { Candidate } from './scheduler.js';

/** The members that carry the same load, linked to the next lighter and heavier ones. */
export interface Bucket {
  /** Open connections per weight. */
  load: number;
  readonly members: IndexSet;
  lighter: Bucket | undefined;
  heavier: Bucket | undefined;
}

/** Open connections per unit of weight. Equal fractions give equal doubles, so loads compare with `===`. */
export function loadOf(candidate: Candidate): number {
  return candidate.openConnections / candidate.weight;
}

/**
 * Candidates sorted by load: a doubly linked list of buckets, lightest first, empty ones unlinked at once.
 *
 * A connection opened or closed moves a candidate by one step of load, so to a neighbouring bucket: O(1) with equal
 * weights. With unequal weights a step may pass the loads in between. The list is the one of Matani, Shah and Mitra,
 * "An O(1) algorithm for implementing the LFU cache eviction scheme" (2010), with loads in place of frequencies.
 */
export class LoadBuckets<C extends Candidate> {
  /** By index; undefined where there is no member. */
  readonly #bucketOf: (Bucket | undefined)[] = [];
  /** Buckets out of use, linked by `heavier`: a new one costs memory for every index, so none is thrown away. */
  #spare: Bucket | undefined;
  #lightest: Bucket | undefined;

  get lightest(): Bucket | undefined {
    return this.#lightest;
  }

  has(candidate: C): boolean {
    return this.#bucketOf[candidate.index] !== undefined;
  }

  /** How many members carry the same load as this one and are not in `tried`. */
  countBeside(candidate: C, tried: ReadonlySet<C>): number {
    const bucket = this.#bucketOf[candidate.index];
    const triedHere = [...tried].filter(
      ({ index }) => bucket !== undefined && this.#bucketOf[index] === bucket,
    );
    return (bucket?.members.size ?? 0) - triedHere.length;
  }

  /** Takes in a candidate that is not a member yet. */
  add(candidate: C): void {
    this.#place(candidate, undefined);
  }

  remove(candidate: C): void {
    const bucket = this.#bucketOf[candidate.index];
    if (bucket === undefined) return;
    this.#bucketOf[candidate.index] = undefined;
    this.#leave(bucket, candidate);
  }

  /** Puts a member whose load has changed where it belongs now. */
  move(candidate: C): void {
    const bucket = this.#bucketOf[candidate.index];
    if (bucket === undefined || bucket.load === loadOf(candidate)) return;
    this.#place(candidate, bucket);
    this.#leave(bucket, candidate);
  }

  /** Files the candidate under its present load; the search starts at `near`, or else at the lightest bucket. */
  #place(candidate: C, near: Bucket | undefined): void {
    const load = loadOf(candidate);
    let below = near;
    while (below !== undefined && below.load > load) below = below.lighter;
    let above = below === undefined ? this.#lightest : below.heavier;
    while (above !== undefined && above.load <= load) {
      below = above;
      above = above.heavier;
    }
    const bucket = below?.load === load ? below : this.#insert(load, below, above);
    bucket.members.add(candidate.index);
    this.#bucketOf[candidate.index] = bucket;
  }

  #insert(load: number, lighter: Bucket | undefined, heavier: Bucket | undefined): Bucket {
    const bucket = this.#spare ?? { load, members: new IndexSet(), lighter: undefined, heavier: undefined };
    this.#spare = bucket.heavier;
    bucket.load = load;
    bucket.lighter = lighter;
    bucket.heavier = heavier;
    if (lighter === undefined) this.#lightest = bucket;
    else lighter.heavier = bucket;
    if (heavier !== undefined) heavier.lighter = bucket;
    return bucket;
  }

  #leave(bucket: Bucket, candidate: C): void {
    bucket.members.delete(candidate.index);
    if (bucket.members.size > 0) return;
    if (bucket.lighter === undefined) this.#lightest = bucket.heavier;
    else bucket.lighter.heavier = bucket.heavier;
    if (bucket.heavier !== undefined) bucket.heavier.lighter = bucket.lighter;
    bucket.heavier = this.#spare;
    this.#spare = bucket;
  }
}
