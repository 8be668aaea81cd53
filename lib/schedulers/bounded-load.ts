import { MAX_CONSIDERED } from './explanation.js';
import { nameOf, namesOf, onlyCandidate } from './explanation-text.js';
import { ClientHash } from './hashing/client-hash.js';
import { degreesOf, hexOf, saysHash } from './hashing/explain-hash.js';
import { RingMembers } from './hashing/ring-members.js';
import { DEFAULT_VNODES } from './options.js';
import type { Candidate, ConsideredCandidate, Pick, Scheduler, SchedulerExplanation } from './scheduler.js';

/** How many times its share of all connections a member may have: c of the paper. */
const BALANCE = 1.25;

/** What members have together. */
interface Totals {
  readonly open: number;
  readonly weight: number;
}

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
  readonly #members: RingMembers<C>;
  readonly #clients = new ClientHash();
  /** Open connections of each member, by index, as they were last heard of; and of all. */
  readonly #open: number[] = [];
  #allOpen = 0;

  /** @param vnodes - points on the ring of a member of average weight */
  constructor(vnodes = DEFAULT_VNODES) {
    this.#members = new RingMembers(vnodes);
  }

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
    const candidate = this.#members.find(hash, tried, hasRoom(this.#everyone)) ?? this.#besides(tried, hash);
    return candidate && { candidate, why: this.name };
  }

  explain(tried: ReadonlySet<C>, key?: string): SchedulerExplanation<C> | undefined {
    const hash = this.#clients.next(key);
    const looked = this.#lookAt(hash, tried, this.#everyone);
    const totals = looked.candidate === undefined ? this.#totalsBeside(tried) : this.#everyone;
    const { candidate, passed } = looked.candidate === undefined ? this.#lookAt(hash, tried, totals) : looked;
    if (candidate === undefined) return undefined;
    const consider = (member: C): ConsideredCandidate<C> => ({
      ...{ candidate: member, score: member.openConnections, unit: 'open connections' },
      bound: boundOf(member, totals),
    });
    const considered = [...passed.slice(0, MAX_CONSIDERED - 1), candidate].map(consider);
    const said = saysHash(key, hash, `${degreesOf(hash)}° of the circle`);
    const stands = `${candidate.openConnections} of its at most ${boundOf(candidate, totals)} connections`;
    let says = `${said}, which belongs to ${nameOf(candidate)}, with ${stands}.`;
    if (this.#members.countBeside(tried) === 1) says = onlyCandidate(candidate);
    else if (passed.length > 0)
      says = `${said}; ${namesOf(passed)} ${passed.length === 1 ? 'is' : 'are'} at the bound, and ${nameOf(candidate)} is next, with ${stands}.`;
    const place = this.#members.placeOf(hash, tried);
    return { candidate, why: this.name, considered, hash: hexOf(hash), ...(place && { place }), says };
  }

  /** The first member that has room, and those before it that have none. */
  #lookAt(hash: number, tried: ReadonlySet<C>, totals: Totals): { candidate: C | undefined; passed: C[] } {
    const passed: C[] = [];
    const suits = hasRoom(totals);
    for (const [candidate] of this.#members.walk(hash, tried)) {
      if (suits(candidate)) return { candidate, passed };
      passed.push(candidate);
    }
    return { candidate: undefined, passed };
  }

  #count(candidate: C, open: number): void {
    this.#allOpen += open - (this.#open[candidate.index] ?? 0);
    this.#open[candidate.index] = open;
  }

  get #everyone(): Totals {
    return { open: this.#allOpen, weight: this.#members.weight };
  }

  /** As if those that were tried were no members. */
  #besides(tried: ReadonlySet<C>, hash: number): C | undefined {
    if (![...tried].some((candidate) => this.#members.has(candidate))) return undefined;
    return this.#members.find(hash, tried, hasRoom(this.#totalsBeside(tried)));
  }

  #totalsBeside(tried: ReadonlySet<C>): Totals {
    const gone = [...tried].filter((candidate) => this.#members.has(candidate));
    const open = gone.reduce((left, { openConnections }) => left - openConnections, this.#allOpen);
    const weight = gone.reduce((left, member) => left - member.weight, this.#members.weight);
    return { open, weight };
  }
}

/** Tells which members may have one connection more. */
function hasRoom({ open, weight }: Totals): (candidate: Candidate) => boolean {
  const each = BALANCE * (open + 1);
  // One more is at most the bound rounded up, just if those that are open are fewer than the bound.
  return (candidate) => candidate.openConnections * weight < each * candidate.weight;
}

/** Connections that the member may have at most. */
function boundOf(member: Candidate, { open, weight }: Totals): number {
  return Math.ceil((BALANCE * (open + 1) * member.weight) / weight);
}
