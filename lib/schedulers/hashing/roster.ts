import type { Candidate } from '../scheduler.js';

/** A candidate that is a member, or was one. */
export interface Known<C extends Candidate> {
  readonly candidate: C;
  /** What it is hashed by. */
  readonly name: string;
  /** Whether it is a member now. */
  present: boolean;
  /** The greatest weight that it had as a member: its full one, while a slow start gives it less. */
  fullWeight: number;
  /** The full weight that was given then: with another one it is another member. */
  readonly given: number | undefined;
}

/** The members, and those who were members: who leaves for a moment is known when it comes back. */
export class Roster<C extends Candidate> {
  /** By index. */
  readonly #known: (Known<C> | undefined)[] = [];
  #size = 0;
  #weight = 0;

  /** How many are members. */
  get size(): number {
    return this.#size;
  }

  /** What all members weigh together. */
  get weight(): number {
    return this.#weight;
  }

  /** All who are or were members, in the order of their indices. */
  get known(): Known<C>[] {
    return this.#known.filter((known) => known !== undefined);
  }

  /** The members, in the order of their indices. */
  get present(): Known<C>[] {
    return this.known.filter(({ present }) => present);
  }

  /** The entry of a member, undefined for anyone else. */
  member(candidate: C): Known<C> | undefined {
    const known = this.#known[candidate.index];
    return known?.present ? known : undefined;
  }

  /** @returns the entry of the new member, undefined if it is one already */
  enter(candidate: C): Known<C> | undefined {
    if (this.member(candidate) !== undefined) return undefined;
    const before = this.#known[candidate.index];
    const member =
      before?.candidate === candidate && before.given === candidate.fullWeight ? before : known(candidate);
    member.present = true;
    member.fullWeight = Math.max(member.fullWeight, candidate.weight);
    this.#known[candidate.index] = member;
    this.#size++;
    this.#weight += candidate.weight;
    return member;
  }

  /** @returns the entry of a member, undefined for a stranger */
  leave(candidate: C): Known<C> | undefined {
    const member = this.member(candidate);
    if (member === undefined) return undefined;
    member.present = false;
    this.#size--;
    this.#weight -= candidate.weight;
    return member;
  }

  /** A weight is another. @returns the entry of the member, undefined for a stranger */
  reweigh(candidate: C, before: number): Known<C> | undefined {
    const member = this.member(candidate);
    if (member === undefined) return undefined;
    member.fullWeight = Math.max(member.fullWeight, candidate.weight);
    this.#weight += candidate.weight - before;
    return member;
  }

  /** Whether no member is left that is not in `tried`. O(tried). */
  isExhausted(tried: ReadonlySet<C>): boolean {
    return tried.size >= this.#size && this.countBeside(tried) === 0;
  }

  /** How many members are not in `tried`. O(tried). */
  countBeside(tried: ReadonlySet<C>): number {
    let left = this.#size;
    for (const candidate of tried) if (this.member(candidate) !== undefined) left--;
    return left;
  }
}

function known<C extends Candidate>(candidate: C): Known<C> {
  const { name = `${candidate.index}`, fullWeight: given } = candidate;
  return { candidate, name, present: true, fullWeight: 0, given };
}
