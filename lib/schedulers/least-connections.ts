import { MAX_CONSIDERED } from './explanation.js';
import {
  figure,
  have,
  LOAD_UNIT,
  loadPerWeight,
  loadText,
  nameOf,
  onlyCandidate,
} from './explanation-text.js';
import { LoadBuckets } from './load-buckets.js';
import { Rotation } from './rotation.js';
import type { Candidate, ConsideredCandidate, Pick, Scheduler, SchedulerExplanation } from './scheduler.js';

/**
 * Least connections: the member with the fewest open connections per weight; among equals it is round-robin's turn,
 * as in nginx's `least_conn`.
 *
 * Cost of a pick: O(log n) while all weights are equal, however many there are; with unequal weights O(ties), since
 * the smooth order looks at each of the equals (see {@link Rotation}).
 */
export class LeastConnectionsScheduler<C extends Candidate> implements Scheduler<C> {
  readonly name = 'least-connections';
  readonly #buckets = new LoadBuckets<C>();
  readonly #rotation = new Rotation<C>();

  /** Whether all members carry the same load per weight, so that this pick would be plain round-robin. */
  get evenlyLoaded(): boolean {
    return this.#buckets.lightest?.heavier === undefined;
  }

  add(candidate: C): void {
    if (this.#buckets.has(candidate)) return;
    this.#rotation.add(candidate);
    this.#buckets.add(candidate);
  }

  remove(candidate: C): void {
    if (!this.#buckets.has(candidate)) return;
    this.#rotation.remove(candidate);
    this.#buckets.remove(candidate);
  }

  loadChanged(candidate: C): void {
    this.#buckets.move(candidate);
  }

  weightChanged(candidate: C, before: number): void {
    if (!this.#buckets.has(candidate)) return;
    this.#rotation.reweigh(candidate, before);
    this.#buckets.move(candidate);
  }

  pick(tried: ReadonlySet<C>): Pick<C> | undefined {
    for (let bucket = this.#buckets.lightest; bucket !== undefined; bucket = bucket.heavier) {
      const candidate = this.#rotation.next(bucket.members, tried);
      if (candidate !== undefined) return { candidate, why: this.name };
    }
    return undefined;
  }

  explain(tried: ReadonlySet<C>): SchedulerExplanation<C> | undefined {
    const members: C[] = [];
    for (let bucket = this.#buckets.lightest; bucket !== undefined; bucket = bucket.heavier) {
      for (const { candidate } of this.#rotation.upcoming(bucket.members, tried)) members.push(candidate);
      if (members.length >= MAX_CONSIDERED) break;
    }
    const considered = members.slice(0, MAX_CONSIDERED).map(consideredByLoad);
    const candidate = members[0];
    return candidate && { candidate, why: this.name, considered, says: this.#says(considered, tried) };
  }

  #says([first, second, ...others]: readonly ConsideredCandidate<C>[], tried: ReadonlySet<C>): string {
    if (first === undefined) return '';
    const { candidate } = first;
    if (second === undefined) return onlyCandidate(candidate);
    if (first.score !== second.score)
      return `${have([candidate])} ${loadText(candidate)}, fewer than ${nameOf(second.candidate)} with ${figure(second.score ?? 0)}.`;
    const equals = [first, second, ...others]
      .filter(({ score }) => score === first.score)
      .map((each) => each.candidate)
      .sort((a, b) => a.index - b.index);
    const count = this.#buckets.countBeside(candidate, tried);
    return `${have(equals, count)} ${loadText(candidate)}, the fewest; it is the turn of ${nameOf(candidate)}.`;
  }
}

/** A candidate as algorithms that compare loads look at it. */
export function consideredByLoad<C extends Candidate>(candidate: C): ConsideredCandidate<C> {
  return { candidate, score: loadPerWeight(candidate), unit: LOAD_UNIT };
}
