import { ClientHash } from './hashing/client-hash.js';
import { explainWalk, firstOf, saysHash } from './hashing/explain-hash.js';
import { hashPlace, SHOWN_PLACES } from './hashing/hash-place.js';
import { MaglevTable } from './hashing/maglev-table.js';
import { Roster, type Known } from './hashing/roster.js';
import { SlotOwners } from './hashing/slot-owners.js';
import type { Candidate, Pick, Scheduler, SchedulerExplanation } from './scheduler.js';

/** Picks that earn one rebuilding of the table; rebuildings that can be saved up. */
const PICKS_PER_TABLE = 1000;
const TABLES_SAVED = 10;

/**
 * Maglev: a client's key belongs to the member that owns its entry of the table; when that one was tried, to the owner of the
 * next entry that does.
 *
 * D. E. Eisenbud et al., "Maglev: A Fast and Reliable Software Network Load Balancer", NSDI 2016 (see
 * {@link MaglevTable}). When one of n members leaves, some n-th and a half of the clients move, a few of which need not
 * have. Cost of a pick: O(1). The table is made at the first pick after members or weights have changed, in some 3 ms.
 *
 * Members that come and go by the moment, as when backends are full, must not cost a table each time. So no more than ten
 * tables are made in a row, and one in 1,000 picks from then on. Without a table of its own, a change is made good as on a
 * ring: entries of who is away, and with less weight a part of them, are walked past. If a member came that the table does not
 * know, or not with that weight, the next one is for all who were ever members, with their greatest weights, so that
 * nobody else can come who is not in it.
 */
export class MaglevScheduler<C extends Candidate> implements Scheduler<C> {
  readonly name = 'maglev';
  readonly #roster = new Roster<C>();
  readonly #clients = new ClientHash();
  /** Undefined when it does not do: someone has no entries, or too few. */
  #owners: SlotOwners<C, MaglevTable> | undefined;
  #earned = TABLES_SAVED * PICKS_PER_TABLE;

  add(candidate: C): void {
    this.#changed(this.#roster.enter(candidate));
  }

  remove(candidate: C): void {
    this.#changed(this.#roster.leave(candidate));
  }

  loadChanged(): void {
    // The table is blind to load.
  }

  weightChanged(candidate: C, before: number): void {
    this.#changed(this.#roster.reweigh(candidate, before));
  }

  pick(tried: ReadonlySet<C>, key?: string): Pick<C> | undefined {
    if (this.#roster.isExhausted(tried)) return undefined;
    this.#earned = Math.min(this.#earned + 1, TABLES_SAVED * PICKS_PER_TABLE);
    const candidate = this.#currentOwners().find(this.#clients.of(key), tried) ?? this.#withoutEntry(tried);
    return candidate && { candidate, why: this.name };
  }

  /** Makes a table of its own where the next pick is going to make one, some 3 ms, and keeps none. */
  explain(tried: ReadonlySet<C>, key?: string): SchedulerExplanation<C> | undefined {
    const count = this.#roster.countBeside(tried);
    if (count === 0) return undefined;
    const hash = this.#clients.next(key);
    const owners = this.#foreseenOwners();
    const entry = { unit: 'table entry' };
    const walk = firstOf(owners.walk(hash, tried), count);
    const considered = walk.map(([candidate, slot]) => ({ candidate, score: slot, ...entry }));
    const spare = walk.length === 0 ? this.#withoutEntry(tried) : undefined;
    if (spare !== undefined) considered.push({ candidate: spare, score: owners.table.size, ...entry });
    const { size } = owners.table;
    const at = owners.table.slotOf(hash);
    const place = hashPlace('entries', size, at, owners.around(hash, tried, SHOWN_PLACES), (slot) => slot);
    const said = saysHash(key, hash, `entry ${at} of the table`);
    return explainWalk(this.name, hash, considered, said, place);
  }

  #changed(known: Known<C> | undefined): void {
    if (known !== undefined && this.#owners?.update(known) === false) this.#owners = undefined;
  }

  #currentOwners(): SlotOwners<C, MaglevTable> {
    if (this.#owners?.unimpaired) return this.#owners;
    if (this.#earned >= PICKS_PER_TABLE) {
      this.#earned -= PICKS_PER_TABLE;
      this.#owners = this.#ownersOfMembers();
    }
    return (this.#owners ??= this.#ownersOfAll());
  }

  /** What the next pick has as {@link #currentOwners}. */
  #foreseenOwners(): SlotOwners<C, MaglevTable> {
    if (this.#owners?.unimpaired) return this.#owners;
    if (this.#earned + 1 >= PICKS_PER_TABLE) return this.#ownersOfMembers();
    return this.#owners ?? this.#ownersOfAll();
  }

  #ownersOfMembers(): SlotOwners<C, MaglevTable> {
    return ownersOf(this.#roster.present, ({ candidate }) => candidate.weight);
  }

  #ownersOfAll(): SlotOwners<C, MaglevTable> {
    return ownersOf(this.#roster.known, ({ fullWeight }) => fullWeight);
  }

  /** With more members than entries, some have none. */
  #withoutEntry(tried: ReadonlySet<C>): C | undefined {
    return this.#roster.present.find(({ candidate }) => !tried.has(candidate))?.candidate;
  }
}

function ownersOf<C extends Candidate>(
  owners: readonly Known<C>[],
  weightOf: (known: Known<C>) => number,
): SlotOwners<C, MaglevTable> {
  const table = new MaglevTable(owners.map((known) => ({ name: known.name, weight: weightOf(known) })));
  return new SlotOwners(table, owners, weightOf);
}
