import { explainDraw, type Comparison } from './explain-draw.js';
import type { SchedulerOptions } from './options.js';
import type { Candidate, Pick, RandomSource, SchedulerExplanation } from './scheduler.js';
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
    return this.#bestOf(this.#drawFew(except));
  }

  /** As {@link draw}, as a pick. @param asked - whether it is to have all that were drawn */
  pick(except: ReadonlySet<C>, why: string, asked: boolean): Pick<C> | undefined {
    const drawn = this.#drawFew(except);
    const candidate = this.#bestOf(drawn);
    if (candidate === undefined) return undefined;
    return asked ? { candidate, why, drawn } : { candidate, why };
  }

  /** Why a pick gave what it gave; without one, how the next is drawn. Takes no random number. */
  explain(
    except: ReadonlySet<C>,
    why: string,
    comparison: Comparison<C>,
    made?: Pick<C>,
  ): SchedulerExplanation<C> | undefined {
    const members = { first: this.#members.firstBeside(except), count: this.#members.countBeside(except) };
    const draw = { ...members, choices: this.#choices, distinct: this.#distinct };
    return explainDraw(why, draw, comparison, made);
  }

  #drawFew(except: ReadonlySet<C>): readonly C[] {
    if (!this.#distinct) return this.#members.drawIndependent(this.#choices, except);
    return this.#choices === 2
      ? this.#members.drawTwo(except)
      : this.#members.drawDistinct(this.#choices, except);
  }

  #bestOf(drawn: readonly C[]): C | undefined {
    if (this.#distinct && this.#choices === 2) return this.#betterOfTwo(drawn);
    let best = drawn[0];
    for (const member of drawn) if (best !== undefined && this.#isBetter(member, best)) best = member;
    return best;
  }

  #betterOfTwo(drawn: readonly C[]): C | undefined {
    const first = drawn[0];
    const second = drawn[1];
    return first !== undefined && second !== undefined && this.#isBetter(second, first) ? second : first;
  }
}
