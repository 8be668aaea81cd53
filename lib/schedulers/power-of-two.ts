import { loadOf } from './load-buckets.js';
import type { Candidate, Pick, RandomSource, Scheduler } from './scheduler.js';
import { WeightedDraw } from './weighted-draw.js';

/**
 * Power of two choices: two different members drawn at random by weight, and of these the one with fewer open
 * connections per weight; on a tie the one drawn first.
 *
 * M. Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", IEEE TPDS 12(10), 2001. Cost of a pick:
 * that of two draws (see {@link WeightedDraw}), two random numbers.
 */
export class PowerOfTwoScheduler<C extends Candidate> implements Scheduler<C> {
  readonly name = 'power-of-two';
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
    // Loads are read at the pick.
  }

  weightChanged(candidate: C, before: number): void {
    this.#members.reweigh(candidate, before);
  }

  pick(tried: ReadonlySet<C>): Pick<C> | undefined {
    const [first, second] = this.#members.drawTwo(tried);
    if (first === undefined) return undefined;
    const candidate = second !== undefined && loadOf(second) < loadOf(first) ? second : first;
    return { candidate, why: this.name };
  }
}
