import type { Candidate, HashPlace } from '../scheduler.js';
import { fineDegreesOf, hashPlace, SHOWN_PLACES } from './hash-place.js';
import { HashRing } from './hash-ring.js';
import { Roster, type Known } from './roster.js';
import { SlotOwners } from './slot-owners.js';

/**
 * The members of a scheduler on a hash ring.
 *
 * The ring has the points of all who were ever members, as many as their greatest weights make it. Who is away, or has less
 * weight for a while as in a slow start, has some or all of them walked past, which is the same as if they were not there.
 * So the ring is made at the first pick, and again only when someone new came or a weight grew past all that it had been;
 * to be full or down for a moment costs nothing. When as many dead points were walked past as the ring has in all, a
 * copy without them takes its place until someone comes back.
 */
export class RingMembers<C extends Candidate> {
  readonly #roster = new Roster<C>();
  readonly #points: number;
  /** Undefined while the ring is yet to be made. */
  #ring: HashRing | undefined;
  #owners: SlotOwners<C, HashRing> | undefined;

  /** @param points - of a member of average weight */
  constructor(points: number) {
    this.#points = points;
  }

  /** What all members weigh together. */
  get weight(): number {
    return this.#roster.weight;
  }

  /** @returns whether it was none before */
  add(candidate: C): boolean {
    const known = this.#roster.enter(candidate);
    if (known !== undefined) this.#changed(known);
    return known !== undefined;
  }

  /** @returns whether it was one */
  remove(candidate: C): boolean {
    const known = this.#roster.leave(candidate);
    if (known !== undefined) this.#owners?.update(known);
    return known !== undefined;
  }

  reweigh(candidate: C, before: number): void {
    const known = this.#roster.reweigh(candidate, before);
    if (known !== undefined) this.#changed(known);
  }

  has(candidate: C): boolean {
    return this.#roster.member(candidate) !== undefined;
  }

  /** The first member clockwise of the hash that is not in `tried`, and suits. */
  find(hash: number, tried: ReadonlySet<C>, suits?: (candidate: C) => boolean): C | undefined {
    if (this.#roster.isExhausted(tried)) return undefined;
    const owners = (this.#owners ??= this.#build());
    if (owners.passed > owners.table.size) this.#walkOn(owners.table.only(owners.live));
    return owners.find(hash, tried, suits);
  }

  /**
   * The members that are not in `tried`, in the order in which {@link find} comes to them, each with the position of its point.
   * The ring is made if need be, the same as at a look-up.
   */
  *walk(hash: number, tried: ReadonlySet<C>): Generator<readonly [candidate: C, position: number]> {
    if (this.#roster.isExhausted(tried)) return;
    const owners = (this.#owners ??= this.#build());
    for (const [candidate, slot] of owners.walk(hash, tried))
      yield [candidate, owners.table.positionOf(slot)];
  }

  /** Where the hash is on the ring, and the points around it of members that are not in `tried`; undefined without such a member. */
  placeOf(hash: number, tried: ReadonlySet<C>): HashPlace<C> | undefined {
    if (this.#roster.isExhausted(tried)) return undefined;
    const owners = (this.#owners ??= this.#build());
    const degrees = (slot: number): number => fineDegreesOf(owners.table.positionOf(slot));
    return hashPlace('degrees', 360, fineDegreesOf(hash), owners.around(hash, tried, SHOWN_PLACES), degrees);
  }

  /** How many members are not in `tried`. */
  countBeside(tried: ReadonlySet<C>): number {
    return this.#roster.countBeside(tried);
  }

  #changed(known: Known<C>): void {
    if (this.#owners?.update(known) === false) this.#owners = undefined;
    else if (this.#ring !== undefined) this.#walkOn(this.#ring);
  }

  #walkOn(ring: HashRing): void {
    if (this.#owners === undefined) return;
    this.#owners.table = ring;
    this.#owners.passed = 0;
  }

  #build(): SlotOwners<C, HashRing> {
    const { known } = this.#roster;
    this.#ring = HashRing.of(
      known.map(({ name, fullWeight }) => ({ name, weight: fullWeight })),
      this.#points,
    );
    return new SlotOwners(this.#ring, known, ({ fullWeight }) => fullWeight);
  }
}
