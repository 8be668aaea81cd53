import { outOfRange } from '../errors.js';
import { MAX_CHOICES, SAMPLES, type SchedulerOptions } from './options.js';
import type { Candidate, RandomSource } from './scheduler.js';
import { WeightedDraw } from './weighted-draw.js';

/**
 * The members of an algorithm that compares a few of them, drawn at random by weight.
 *
 * Distinct ones are drawn without replacement, each among those that the earlier ones have left; independent ones with
 * it. Cost: that of the draws (see {@link WeightedDraw}); two distinct ones, the usual case, are drawn the fast way.
 */
export class Sampler<C extends Candidate> {
  readonly #members: WeightedDraw<C>;
  readonly #choices: number;
  readonly #distinct: boolean;

  /** @throws LbsimError `ERR_OPTION_INVALID` for a number of choices out of range, or an unknown way to draw */
  constructor(random: RandomSource, { choices = 2, sample = 'distinct' }: SchedulerOptions) {
    if (!Number.isInteger(choices) || choices < 1 || choices > MAX_CHOICES)
      throw outOfRange('choices', choices, `an integer from 1 to ${MAX_CHOICES}`);
    if (!SAMPLES.includes(sample)) throw outOfRange('sample', sample, `one of ${SAMPLES.join(', ')}`);
    this.#members = new WeightedDraw(random);
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

  /**
   * The members to be compared, in the order in which they were drawn. Distinct ones are fewer than asked for when there
   * are no more: all, then, and still in an order by lot.
   *
   * @param except - to be left out
   */
  draw(except: ReadonlySet<C>): readonly C[] {
    if (!this.#distinct) return this.#members.drawIndependent(this.#choices, except);
    if (this.#choices === 2) return this.#members.drawTwo(except);
    return this.#members.drawDistinct(this.#choices, except);
  }
}
