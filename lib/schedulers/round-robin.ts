import { figure, have, nameOf, onlyCandidate } from './explanation-text.js';
import { IndexSet } from './index-set.js';
import { Rotation } from './rotation.js';
import type { Candidate, ConsideredCandidate, Pick, Scheduler, SchedulerExplanation } from './scheduler.js';

/**
 * Round-robin: the members in the order given, the first one first; weighted in nginx's smooth order.
 *
 * Cost of a pick: O(log n) while all weights are equal, O(n) when they are not (see {@link Rotation}).
 */
export class RoundRobinScheduler<C extends Candidate> implements Scheduler<C> {
  readonly name = 'round-robin';
  readonly #members = new IndexSet();
  readonly #rotation = new Rotation<C>();

  add(candidate: C): void {
    if (this.#rotation.has(candidate)) return;
    this.#rotation.add(candidate);
    this.#members.add(candidate.index);
  }

  remove(candidate: C): void {
    if (!this.#rotation.has(candidate)) return;
    this.#rotation.remove(candidate);
    this.#members.delete(candidate.index);
  }

  loadChanged(): void {
    // Round-robin is blind to load.
  }

  weightChanged(candidate: C, before: number): void {
    if (this.#rotation.has(candidate)) this.#rotation.reweigh(candidate, before);
  }

  pick(tried: ReadonlySet<C>): Pick<C> | undefined {
    const candidate = this.#rotation.next(this.#members, tried);
    return candidate && { candidate, why: this.name };
  }

  explain(tried: ReadonlySet<C>): SchedulerExplanation<C> | undefined {
    const considered = this.#rotation.upcoming(this.#members, tried);
    const candidate = considered[0]?.candidate;
    if (candidate === undefined) return undefined;
    let says = onlyCandidate(candidate);
    if (considered.length > 1)
      says = this.#rotation.isWeighted ? saysWeights(considered) : this.#saysTurn(candidate);
    return { candidate, why: this.name, considered, says };
  }

  #saysTurn(candidate: C): string {
    const { last } = this.#rotation;
    const turn = `It is the turn of ${nameOf(candidate)}`;
    return last === undefined ? `${turn}.` : `${turn}, the next after ${nameOf(last)}.`;
  }
}

function saysWeights(considered: readonly ConsideredCandidate[]): string {
  const [first, second] = considered;
  if (first?.score === undefined || second?.score === undefined) return '';
  const greatest = considered.filter(({ score }) => score === first.score).map(({ candidate }) => candidate);
  const rest =
    greatest.length > 1
      ? `${nameOf(first.candidate)} comes first`
      : `next is ${nameOf(second.candidate)} with ${figure(second.score)}`;
  return `${have(greatest)} the greatest smooth weight, ${figure(first.score)}; ${rest}.`;
}
