import { ClientHash } from './hashing/client-hash.js';
import { degreesOf, explainWalk, firstOf, saysHash } from './hashing/explain-hash.js';
import { RingMembers } from './hashing/ring-members.js';
import { DEFAULT_VNODES } from './options.js';
import type { Candidate, Pick, Scheduler, SchedulerExplanation } from './scheduler.js';

/**
 * Ring: consistent hashing. A client's key belongs to the member whose point on the ring is the next one clockwise; when
 * that one was tried, to the next other.
 *
 * D. Karger et al., "Consistent Hashing and Random Trees", STOC 1997, with weights as in ketama (see
 * {@link HashRing}). When a member leaves, only its own clients move. Cost of a pick: O(log n), a binary search; the
 * ring is made at the first pick after someone new came (see {@link RingMembers}).
 */
export class RingScheduler<C extends Candidate> implements Scheduler<C> {
  readonly name = 'ring';
  readonly #members: RingMembers<C>;
  readonly #clients = new ClientHash();

  /** @param vnodes - points on the ring of a member of average weight */
  constructor(vnodes = DEFAULT_VNODES) {
    this.#members = new RingMembers(vnodes);
  }

  add(candidate: C): void {
    this.#members.add(candidate);
  }

  remove(candidate: C): void {
    this.#members.remove(candidate);
  }

  loadChanged(): void {
    // The ring is blind to load.
  }

  weightChanged(candidate: C, before: number): void {
    this.#members.reweigh(candidate, before);
  }

  pick(tried: ReadonlySet<C>, key?: string): Pick<C> | undefined {
    const candidate = this.#members.find(this.#clients.of(key), tried);
    return candidate && { candidate, why: this.name };
  }

  explain(tried: ReadonlySet<C>, key?: string): SchedulerExplanation<C> | undefined {
    const hash = this.#clients.next(key);
    const walk = firstOf(this.#members.walk(hash, tried), this.#members.countBeside(tried));
    const considered = walk.map(([candidate, position]) => ({
      ...{ candidate, score: degreesOf(position), unit: 'degrees of the circle' },
    }));
    const said = saysHash(key, hash, `${degreesOf(hash)}° of the circle`);
    return explainWalk(this.name, hash, considered, said, this.#members.placeOf(hash, tried));
  }
}
