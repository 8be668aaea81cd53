import { BestOfFew } from './best-of-few.js';
import { loadOf } from './load-buckets.js';
import type { SchedulerOptions } from './options.js';
import type { Candidate, Pick, RandomSource, Scheduler } from './scheduler.js';

function isLighter(one: Candidate, other: Candidate): boolean {
  return loadOf(one) < loadOf(other);
}

/**
 * Power of two choices: two different members drawn at random by weight, and of these the one with fewer open
 * connections per weight; on a tie the one drawn first.
 *
 * With `choices` it is the power of that number of choices: one choice is plain `random`; as many as there are members, or more, look
 * at all of them, and those that tie share by weight. With `sample` 'independent' a member may be drawn twice.
 *
 * M. Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", IEEE TPDS 12(10), 2001. Cost of a pick:
 * that of the draws, a random number each (see {@link BestOfFew}).
 */
export class PowerOfTwoScheduler<C extends Candidate> implements Scheduler<C> {
  readonly name = 'power-of-two';
  readonly #members: BestOfFew<C>;

  constructor(random: RandomSource, options: SchedulerOptions = {}) {
    this.#members = new BestOfFew<C>(random, isLighter, options);
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
    const candidate = this.#members.draw(tried);
    return candidate && { candidate, why: this.name };
  }
}
