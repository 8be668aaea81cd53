import { leastOf, MAX_CONSIDERED } from './explanation.js';
import type { IndexSet } from './index-set.js';
import type { Candidate, ConsideredCandidate } from './scheduler.js';
import { WeightCounts } from './weight-counts.js';

/**
 * Whose turn it is: the round-robin order, shared by every scheduler that takes turns.
 *
 * With equal weights the turn goes to the next member after the last one, in O(log n). With unequal weights it follows
 * nginx's smooth weighted round-robin (`ngx_http_upstream_get_peer`): each member's current weight grows by its weight,
 * the greatest is taken and set back by the total. That is O(n) over the group asked about, and gives A A B A for
 * weights 3 and 1 rather than A A A B.
 */
export class Rotation<C extends Candidate> {
  /** By index; undefined where there is no member. */
  readonly #members: (C | undefined)[] = [];
  /** By index, nginx's `current_weight`: how far a member is behind its share. */
  readonly #current: number[] = [];
  readonly #weights = new WeightCounts();
  #last = -1;

  has(candidate: C): boolean {
    return this.#members[candidate.index] !== undefined;
  }

  /** Takes in a candidate that is not a member yet. */
  add(candidate: C): void {
    this.#members[candidate.index] = candidate;
    this.#current[candidate.index] = 0;
    this.#weights.add(candidate.weight);
  }

  /** Lets a member go. */
  remove(candidate: C): void {
    this.#members[candidate.index] = undefined;
    this.#weights.remove(candidate.weight);
  }

  /** A member's weight is another; how far it is behind its share stays. */
  reweigh(candidate: C, before: number): void {
    this.#weights.remove(before);
    this.#weights.add(candidate.weight);
  }

  /** Gives the next turn to a member of `group`, the candidates' indices, that is not in `tried`. */
  next(group: IndexSet, tried: ReadonlySet<C>): C | undefined {
    const chosen = this.#weights.equal ? this.#nextInLine(group, tried) : this.#smooth(group, tried);
    if (chosen !== undefined) this.#last = chosen.index;
    return chosen;
  }

  /** Whether turns go by smooth weights, as weights are not equal. */
  get isWeighted(): boolean {
    return !this.#weights.equal;
  }

  /** The candidate with the last turn, if it is still a member. */
  get last(): C | undefined {
    return this.#members[this.#last];
  }

  /**
   * The members of `group` that are not in `tried`, the one that {@link next} would give the turn first; the first 10. With
   * equal weights they are in the order of their turns, otherwise in that of their smooth weights. Changes nothing.
   */
  upcoming(group: IndexSet, tried: ReadonlySet<C>): ConsideredCandidate<C>[] {
    if (!this.isWeighted) {
      const line: C[] = [];
      for (const member of this.#walk(group, this.#last)) {
        if (!tried.has(member) && line.push(member) === MAX_CONSIDERED) break;
      }
      return line.map((candidate, score) => ({ candidate, score, unit: 'turns until its own' }));
    }
    const left = [...this.#walk(group, -1)].filter((member) => !tried.has(member));
    const smooth = (member: C): number => (this.#current[member.index] ?? 0) + member.weight;
    return leastOf(left, (member) => -smooth(member)).map((candidate) => ({
      ...{ candidate, score: smooth(candidate) },
      unit: 'smooth weight',
    }));
  }

  *#walk(group: IndexSet, from: number): Generator<C> {
    let index = from;
    for (let left = group.size; left > 0; left--) {
      index = group.nextAfter(index);
      const member = this.#members[index];
      if (member !== undefined) yield member;
    }
  }

  #nextInLine(group: IndexSet, tried: ReadonlySet<C>): C | undefined {
    let index = this.#last;
    for (let left = group.size; left > 0; left--) {
      index = group.nextAfter(index);
      const candidate = this.#members[index];
      if (candidate !== undefined && (tried.size === 0 || !tried.has(candidate))) return candidate;
    }
    return undefined;
  }

  #smooth(group: IndexSet, tried: ReadonlySet<C>): C | undefined {
    let best: C | undefined;
    let most = -Infinity;
    let total = 0;
    let index = -1;
    for (let left = group.size; left > 0; left--) {
      index = group.nextAfter(index);
      const member = this.#members[index];
      if (member === undefined || tried.has(member)) continue;
      const current = (this.#current[index] ?? 0) + member.weight;
      this.#current[index] = current;
      total += member.weight;
      if (current > most) {
        best = member;
        most = current;
      }
    }
    if (best !== undefined) this.#current[best.index] = most - total;
    return best;
  }
}
