import type { Candidate } from '../scheduler.js';
import type { SlotTable } from './slot-table.js';
import type { Known } from './roster.js';

/** Slots in the order in which a walk comes to them, with their owners. */
export interface SlotsAround<C extends Candidate> {
  readonly next: readonly (readonly [candidate: C, slot: number])[];
  readonly before: readonly (readonly [candidate: C, slot: number])[];
}

/**
 * The owners of a table's slots, some of which are away or have less weight than the table was made with. Their slots, or
 * some of them, are walked past; the table need not be rebuilt.
 */
export class SlotOwners<C extends Candidate, K extends SlotTable> {
  /** The slots walked on. May be replaced by a table of the same owners that lacks dead slots. */
  table: K;
  /** How many of each owner's slots are live: those with the lowest ordinals. */
  readonly live: Uint32Array;
  /** Dead slots walked past since it was last set to 0. */
  passed = 0;
  readonly #candidates: readonly C[];
  readonly #weights: readonly number[];
  readonly #places = new Map<Known<C>, number>();
  /** Owners that are away, or have another weight than the table was made with. */
  readonly #impaired = new Set<Known<C>>();

  /**
   * @param owners - the list that the table was made of
   * @param weightOf - the weight that it was made with
   */
  constructor(table: K, owners: readonly Known<C>[], weightOf: (known: Known<C>) => number) {
    this.table = table;
    this.live = table.counts.slice();
    this.#candidates = owners.map(({ candidate }) => candidate);
    this.#weights = owners.map(weightOf);
    owners.forEach((known, place) => {
      this.#places.set(known, place);
      this.update(known);
    });
  }

  /** Whether all owners are there, with the weights that the table was made with. */
  get unimpaired(): boolean {
    return this.#impaired.size === 0;
  }

  /**
   * Someone has come, has left, or has another weight.
   *
   * @returns false when the table has no slots for it, or too few
   */
  update(known: Known<C>): boolean {
    const place = this.#places.get(known);
    const weight = known.present ? known.candidate.weight : 0;
    if (place === undefined) return weight === 0;
    const [full = 1, count = 0] = [this.#weights[place], this.table.counts[place]];
    this.live[place] = weight === 0 ? 0 : Math.min(count, Math.max(1, Math.round((count * weight) / full)));
    if (weight === full) this.#impaired.delete(known);
    else this.#impaired.add(known);
    return weight <= full;
  }

  /**
   * The owner of the first live slot from where the key starts, of those who suit.
   *
   * @param hash - the key's
   * @param tried - who do not
   * @param suits - whether another one does. @default all do
   */
  find(hash: number, tried: ReadonlySet<C>, suits?: (candidate: C) => boolean): C | undefined {
    const { table, unimpaired } = this;
    const { size } = table;
    let slot = table.slotOf(hash);
    for (let left = size; left > 0; left--) {
      const owner = table.ownerOf(slot);
      if (unimpaired || table.ordinalOf(slot) < (this.live[owner] ?? 0)) {
        const candidate = this.#candidates[owner];
        if (candidate !== undefined && !tried.has(candidate) && suits?.(candidate) !== false)
          return candidate;
      } else this.passed++;
      slot = slot + 1 === size ? 0 : slot + 1;
    }
    return undefined;
  }

  /**
   * The live slots of owners that are not in `tried`: the first ones from where the key starts, and of the others the last ones
   * before that.
   */
  around(
    hash: number,
    tried: ReadonlySet<C>,
    most: { readonly next: number; readonly before: number },
  ): SlotsAround<C> {
    const { size } = this.table;
    const start = this.table.slotOf(hash);
    const next: [C, number][] = [];
    const before: [C, number][] = [];
    let ahead = 0;
    for (; ahead < size && next.length < most.next; ahead++) this.#take(start + ahead, tried, next);
    for (let back = 1; back <= size - ahead && before.length < most.before; back++)
      this.#take(start - back + size, tried, before);
    return { next, before: before.reverse() };
  }

  /** The owners of live slots that are not in `tried`, in the order in which {@link find} comes to them, each with its first slot. */
  *walk(hash: number, tried: ReadonlySet<C>): Generator<readonly [candidate: C, slot: number]> {
    const { size } = this.table;
    const seen = new Set<C>(tried);
    const start = this.table.slotOf(hash);
    for (let step = 0; step < size; step++) {
      const slot = (start + step) % size;
      const candidate = this.#liveOwner(slot);
      if (candidate === undefined || seen.has(candidate)) continue;
      seen.add(candidate);
      yield [candidate, slot];
    }
  }

  #take(place: number, tried: ReadonlySet<C>, taken: [C, number][]): void {
    const slot = place % this.table.size;
    const candidate = this.#liveOwner(slot);
    if (candidate !== undefined && !tried.has(candidate)) taken.push([candidate, slot]);
  }

  #liveOwner(slot: number): C | undefined {
    const owner = this.table.ownerOf(slot);
    const isLive = this.unimpaired || this.table.ordinalOf(slot) < (this.live[owner] ?? 0);
    return isLive ? this.#candidates[owner] : undefined;
  }
}
