import { MAX_CONSIDERED } from './explanation.js';
import { figure, nameOf, onlyCandidate } from './explanation-text.js';
import type { Candidate, Pick, RandomSource, Scheduler, SchedulerExplanation } from './scheduler.js';
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

  explain(tried: ReadonlySet<C>, _key?: string, made?: Pick<C>): SchedulerExplanation<C> | undefined {
    const first = this.#members.firstBeside(tried);
    const [only] = first;
    if (only === undefined) return undefined;
    const count = this.#members.countBeside(tried);
    const candidate = made?.candidate ?? (count === 1 ? only : undefined);
    const listed = [...new Set(candidate === undefined ? first : [candidate, ...first])];
    const considered = listed.slice(0, MAX_CONSIDERED).map((member) => ({
      ...{ candidate: member, score: this.#members.shareOf(member, tried) },
      ...{ unit: 'probability', ...(made?.candidate === member && { drawn: true as const }) },
    }));
    let says = `One of ${count} is drawn at random, by weight.`;
    if (count === 1) says = onlyCandidate(only);
    else if (candidate !== undefined)
      says = `${nameOf(candidate)} was drawn at random, with a probability of ${figure(this.#members.shareOf(candidate, tried))}.`;
    return { ...(candidate && { candidate }), why: this.name, considered, says };
  }
}
