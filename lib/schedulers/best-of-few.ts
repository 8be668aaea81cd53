import type { SchedulerOptions } from './options.js';
import type { Candidate, RandomSource } from './scheduler.js';
import { WeightedDraw } from './weighted-draw.js';

/**
 * The members of an algorithm that draws a few of them at random, by weight, and takes the best; of equals the one that
 * was drawn first.
 *
 * Distinct ones are drawn without replacement, each among those that the earlier ones have left; independent ones with
 * it. Where there are no more members than choices, distinct ones are all of them, still in an order by lot. Cost: that of
 * the draws (see {@link WeightedDraw}), a random number each; two distinct ones, the usual case, are drawn the fast way.
 */
export class BestOfFew<C extends Candidate> {
  readonly #members: WeightedDraw<C>;
  readonly #isBetter: (one: C, other: C) => boolean;
  readonly #choices: number;
  readonly #distinct: boolean;

  /** @param isBetter - whether the one is better than the other; equals are not */
  constructor(
    random: RandomSource,
    isBetter: (one: C, other: C) => boolean,
    { choices = 2, sample = 'distinct' }: SchedulerOptions,
  ) {
    this.#members = new WeightedDraw(random);
    this.#isBetter = isBetter;
    this.#choices = choices;
    this.#distinct = sample === 'distinct';
  }

  add(candidate: C): void {
    this.#members.add(candidate);
  }

  remove(candidate: C): void {
    this.#members.remove(candidate);
  }

  /** A member's weight is another. */
  reweigh(candidate: C, before: number): void {
    this.#members.reweigh(candidate, before);
  }

  /** The best of those drawn, or undefined when there is none to draw. @param except - to be left out */
  draw(except: ReadonlySet<C>): C | undefined {
    if (this.#distinct && this.#choices === 2) return this.#betterOfTwo(except);
    const drawn = this.#distinct
      ? this.#members.drawDistinct(this.#choices, except)
      : this.#members.drawIndependent(this.#choices, except);
    let best = drawn[0];
    for (const member of drawn) if (best !== undefined && this.#isBetter(member, best)) best = member;
    return best;
  }

  #betterOfTwo(except: ReadonlySet<C>): C | undefined {
    const drawn = this.#members.drawTwo(except);
    const first = drawn[0];
    const second = drawn[1];
    return first !== undefined && second !== undefined && this.#isBetter(second, first) ? second : first;
  }
}
