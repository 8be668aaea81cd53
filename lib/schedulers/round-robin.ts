import { IndexSet } from './index-set.js';
import { Rotation } from './rotation.js';
import type { Candidate, Pick, Scheduler } from './scheduler.js';

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
}
