import { BestOfFew } from './best-of-few.js';
import type { Comparison } from './explain-draw.js';
import { figure, LOAD_UNIT, loadPerWeight, loadText, nameOf } from './explanation-text.js';
import { loadOf } from './load-buckets.js';
import type { SchedulerOptions } from './options.js';
import type { Candidate, Pick, RandomSource, Scheduler, SchedulerExplanation } from './scheduler.js';

function isLighter(one: Candidate, other: Candidate): boolean {
  return loadOf(one) < loadOf(other);
}

const COMPARISON: Comparison<Candidate> = {
  isLess: isLighter,
  scoreOf: loadPerWeight,
  unit: LOAD_UNIT,
  least: `the fewest ${LOAD_UNIT}`,
  saysBetter: (one, other) =>
    `${nameOf(one)} has ${loadText(one)}, fewer than ${nameOf(other)} with ${figure(loadPerWeight(other))}`,
  saysEqual: (one) => `${loadText(one)}, the fewest`,
};

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

  pick(tried: ReadonlySet<C>, _key?: string, asked = false): Pick<C> | undefined {
    return this.#members.pick(tried, this.name, asked);
  }

  explain(tried: ReadonlySet<C>, _key?: string, made?: Pick<C>): SchedulerExplanation<C> | undefined {
    return this.#members.explain(tried, this.name, COMPARISON, made);
  }
}
