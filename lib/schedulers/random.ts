import type { Candidate, Pick, RandomSource, Scheduler } from './scheduler.js';
import { WeightedDraw } from './weighted-draw.js';

/** Random: each member with a probability in proportion to its weight. Cost of a pick: that of a draw (see {@link WeightedDraw}), one random number. */
export class RandomScheduler<C extends Candidate> implements Scheduler<C> {
  readonly name = 'random';
  readonly #members: WeightedDraw<C>;

  constructor(random: RandomSource) {
    this.#members = new WeightedDraw(random);
  }

  add(candidate: C): void {
    this.#members.add(candidate);
  }

  remove(candidate: C): void {
    this.#members.remove(candidate);
  }

  loadChanged(): void {
    // A blind draw does not look at load.
  }

  weightChanged(candidate: C, before: number): void {
    this.#members.reweigh(candidate, before);
  }

  pick(tried: ReadonlySet<C>): Pick<C> | undefined {
    const candidate = this.#members.draw(tried);
    return candidate && { candidate, why: this.name };
  }
}
