import { inOrderOfNames, type SlotTable, type WeightedName } from './slot-table.js';
import { hashName } from './name-hash.js';

/** A prime, so that every step goes through the whole table; the smaller one of the paper. */
export const MAGLEV_ENTRIES = 65_537;

const FREE = 0xffff_ffff;

/** One who takes its turn at filling the table. */
interface Filler {
  readonly owner: number;
  readonly weight: number;
  /** The next entry that it would like, and how far from there the one after is: its permutation of all entries. */
  entry: number;
  readonly step: number;
  /** Turns taken. */
  turns: number;
}

/**
 * Maglev's look-up table: 65,537 entries, each owned by a member, a key's by its hash.
 *
 * D. E. Eisenbud et al., "Maglev: A Fast and Reliable Software Network Load Balancer", NSDI 2016, section 3.4. Members
 * take turns in the order of their names, each taking the next entry of its own permutation that is still free. With
 * weights, the heaviest has a turn in each round, another one in as many rounds as its weight is of that one's. So each has
 * its share of the entries, but for the one entry more that lighter ones may have of the heavier ones'. Numbers of
 * entries differ by one at most when weights are equal, and every member has an entry unless there are more than entries.
 *
 * Making one costs O(M log M) steps on average, and is the same for 10 members and 10,000; some 3 ms.
 */
export class MaglevTable implements SlotTable {
  readonly counts: Uint32Array;
  readonly #owners = new Uint32Array(MAGLEV_ENTRIES).fill(FREE);
  readonly #ordinals = new Uint32Array(MAGLEV_ENTRIES);

  constructor(list: readonly WeightedName[]) {
    const fillers = inOrderOfNames(list).map((owner) => fillerOf(owner, list[owner]));
    this.counts = new Uint32Array(list.length);
    this.#fill(fillers);
    for (const { owner, turns } of fillers) this.counts[owner] = turns;
  }

  /** Entries, or 0 when there are no members. */
  get size(): number {
    return this.counts.length > 0 ? MAGLEV_ENTRIES : 0;
  }

  slotOf(hash: number): number {
    return hash % MAGLEV_ENTRIES;
  }

  ownerOf(slot: number): number {
    return this.#owners[slot] ?? 0;
  }

  ordinalOf(slot: number): number {
    return this.#ordinals[slot] ?? 0;
  }

  #fill(fillers: readonly Filler[]): void {
    const heaviest = fillers.reduce((most, { weight }) => Math.max(most, weight), 0);
    let free = this.size;
    for (let round = 0; free > 0; round++) {
      for (const filler of fillers) {
        if (round * filler.weight < filler.turns * heaviest) continue;
        this.#takeTurn(filler);
        free--;
        if (free === 0) return;
      }
    }
  }

  #takeTurn(filler: Filler): void {
    const owners = this.#owners;
    const { step } = filler;
    let { entry } = filler;
    while (owners[entry] !== FREE) {
      entry += step;
      if (entry >= MAGLEV_ENTRIES) entry -= MAGLEV_ENTRIES;
    }
    owners[entry] = filler.owner;
    this.#ordinals[entry] = filler.turns;
    filler.entry = entry;
    filler.turns++;
  }
}

function fillerOf(owner: number, { name, weight }: WeightedName = { name: '', weight: 1 }): Filler {
  const { first, second } = hashName(name);
  return {
    owner,
    weight,
    entry: first % MAGLEV_ENTRIES,
    step: 1 + (second % (MAGLEV_ENTRIES - 1)),
    turns: 0,
  };
}
