import { ClientHash } from './hashing/client-hash.js';
import { RingMembers } from './hashing/ring-members.js';
import type { Candidate, Pick, Scheduler } from './scheduler.js';

/** How many times its share of all connections a member may have: c of the paper. */
const BALANCE = 1.25;

/**
 * Consistent hashing with bounded loads: as on the ring, but a member over its limit is skipped.
 *
 * V. Mirrokni, M. Thorup, M. Zadimoghaddam, "Consistent Hashing with Bounded Loads", SODA 2018 (arXiv 1608.01350, 2016).
 * No pick gives a member more than ⌈1.25 × (m + 1) × w / W⌉ connections, where m are open at all members, w is its weight and
 * W that of all. Only when all that have room were tried, those that were are left out of m and W.
 *
 * Cost of a pick: O(log n), as at least a fifth of the weight has room, so that five points on average are looked at at most.
 */
export class BoundedLoadScheduler<C extends Candidate> implements Scheduler<C> {
  readonly name = 'bounded-load';
  readonly #members = new RingMembers<C>();
  readonly #clients = new ClientHash();
  /** Open connections of each member, by index, as they were last heard of; and of all. */
  readonly #open: number[] = [];
  #allOpen = 0;

  add(candidate: C): void {
    if (this.#members.add(candidate)) this.#count(candidate, candidate.openConnections);
  }

  remove(candidate: C): void {
    if (this.#members.remove(candidate)) this.#count(candidate, 0);
  }

  loadChanged(candidate: C): void {
    if (this.#members.has(candidate)) this.#count(candidate, candidate.openConnections);
  }

  weightChanged(candidate: C, before: number): void {
    this.#members.reweigh(candidate, before);
  }

  pick(tried: ReadonlySet<C>, key?: string): Pick<C> | undefined {
    const hash = this.#clients.of(key);
    const candidate = this.#members.find(hash, tried, this.#room()) ?? this.#besides(tried, hash);
    return candidate && { candidate, why: this.name };
  }

  #count(candidate: C, open: number): void {
    this.#allOpen += open - (this.#open[candidate.index] ?? 0);
    this.#open[candidate.index] = open;
  }

  /** Tells which members may have one connection more, by the number that are open and the sum of weights. */
  #room(open = this.#allOpen, weight = this.#members.weight): (candidate: C) => boolean {
    const each = BALANCE * (open + 1);
    // One more is at most the bound rounded up, just if those that are open are fewer than the bound.
    return (candidate) => candidate.openConnections * weight < each * candidate.weight;
  }

  /** As if those that were tried were no members. */
  #besides(tried: ReadonlySet<C>, hash: number): C | undefined {
    const gone = [...tried].filter((candidate) => this.#members.has(candidate));
    if (gone.length === 0) return undefined;
    const open = gone.reduce((left, { openConnections }) => left - openConnections, this.#allOpen);
    const weight = gone.reduce((left, member) => left - member.weight, this.#members.weight);
    return this.#members.find(hash, tried, this.#room(open, weight));
  }
}
