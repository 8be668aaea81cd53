import { MAX_CONSIDERED } from './explanation.js';
import type { Candidate, RandomSource } from './scheduler.js';
import { WeightCounts } from './weight-counts.js';

/**
 * Draws members at random, each in proportion to its weight, in O(log n); in O(1) as long as all weights are equal and no
 * index is left out.
 *
 * A Fenwick tree of weights over the candidates' indices (P. M. Fenwick, "A new data structure for cumulative
 * frequency tables", 1994): a draw is one random number and one walk down the tree. Members to be left out are taken
 * out of the tree for the length of the draw, O(log n) each; a second draw steps over the first one's span instead.
 */
export class WeightedDraw<C extends Candidate> {
  readonly #random: RandomSource;
  /** By index; undefined where there is no member. */
  readonly #members: (C | undefined)[] = [];
  /** `#tree[i]` holds the weight of the `i & -i` slots that end at slot i; slot i is index i - 1. */
  #tree = new Float64Array(2);
  #total = 0;
  /** Members in the tree now, and the weights of all members. */
  #present = 0;
  readonly #weights = new WeightCounts();
  /** Where the span of the member that was drawn last begins. */
  #start = 0;

  constructor(random: RandomSource) {
    this.#random = random;
  }

  add(candidate: C): void {
    if (this.#has(candidate)) return;
    this.#reserve(candidate.index + 1);
    this.#members[candidate.index] = candidate;
    this.#put(candidate);
    this.#weights.add(candidate.weight);
  }

  remove(candidate: C): void {
    if (!this.#has(candidate)) return;
    this.#members[candidate.index] = undefined;
    this.#take(candidate);
    this.#weights.remove(candidate.weight);
  }

  /** A member's weight is another. */
  reweigh(candidate: C, before: number): void {
    if (!this.#has(candidate)) return;
    this.#adjust(candidate, candidate.weight - before);
    this.#weights.remove(before);
    this.#weights.add(candidate.weight);
  }

  /**
   * One member, or undefined when there is none. Takes one random number.
   *
   * @param except - to be left out
   */
  draw(except: ReadonlySet<C>): C | undefined {
    this.#hide(except);
    const drawn = this.#any();
    this.#show(except);
    return drawn;
  }

  /**
   * Two different members, the second drawn among those that the first has left; fewer when there are no more. Takes one
   * random number for each.
   *
   * @param except - to be left out
   */
  drawTwo(except: ReadonlySet<C>): readonly C[] {
    this.#hide(except);
    const first = this.#any();
    const second = first && this.#besides(first, this.#start);
    this.#show(except);
    return first === undefined ? [] : second === undefined ? [first] : [first, second];
  }

  /**
   * That many different members, each drawn among those that the earlier ones have left; all of them, in the order drawn,
   * when there are no more. Takes one random number for each, and time in O(log n).
   *
   * @param except - to be left out
   */
  drawDistinct(count: number, except: ReadonlySet<C>): readonly C[] {
    this.#hide(except);
    const drawn: C[] = [];
    while (drawn.length < count) {
      const candidate = this.#any();
      if (candidate === undefined) break;
      this.#take(candidate);
      drawn.push(candidate);
    }
    for (const candidate of drawn) this.#put(candidate);
    this.#show(except);
    return drawn;
  }

  /**
   * That many members, each drawn as if it were the only one, so that some may be the same; none when there are none. Takes
   * one random number for each.
   *
   * @param except - to be left out
   */
  drawIndependent(count: number, except: ReadonlySet<C>): readonly C[] {
    this.#hide(except);
    const drawn: C[] = [];
    for (let draw = 0; draw < count; draw++) {
      const candidate = this.#any();
      if (candidate !== undefined) drawn.push(candidate);
    }
    this.#show(except);
    return drawn;
  }

  /** How many members there are beside `except`. */
  countBeside(except: ReadonlySet<C>): number {
    let count = this.#present;
    for (const candidate of except) if (this.#has(candidate)) count--;
    return count;
  }

  /** The first members by index that are not in `except`; at most 10. Takes no random number. */
  firstBeside(except: ReadonlySet<C>): C[] {
    const first: C[] = [];
    for (const member of this.#members) {
      if (first.length === MAX_CONSIDERED) break;
      if (member !== undefined && !except.has(member)) first.push(member);
    }
    return first;
  }

  /** The probability that a draw gives this member. @param except - to be left out */
  shareOf(member: C, except: ReadonlySet<C>): number {
    let total = this.#total;
    for (const candidate of except) if (this.#has(candidate)) total -= candidate.weight;
    return member.weight / total;
  }

  #any(): C | undefined {
    return this.#total > 0 ? this.#at(this.#random() * this.#total) : undefined;
  }

  /** One that is not `drawn`. @param start - where the span of `drawn` begins */
  #besides(drawn: C, start: number): C | undefined {
    const left = this.#total - drawn.weight;
    if (left <= 0) return undefined;
    const point = this.#random() * left;
    if (point < start) return this.#at(point);
    // The sum may be rounded up to the total, where nothing is.
    return this.#at(Math.min(point + drawn.weight, this.#total * (1 - Number.EPSILON)));
  }

  #has(candidate: C): boolean {
    return this.#members[candidate.index] !== undefined;
  }

  #hide(except: ReadonlySet<C>): void {
    if (except.size === 0) return;
    for (const candidate of except) if (this.#has(candidate)) this.#take(candidate);
  }

  #show(except: ReadonlySet<C>): void {
    if (except.size === 0) return;
    for (const candidate of except) if (this.#has(candidate)) this.#put(candidate);
  }

  /** The member whose span of the cumulative weights holds `point`, which is in [0, total). */
  #at(point: number): C | undefined {
    if (this.#isEven()) return this.#atEven(point);
    let slot = 0;
    let rest = point;
    for (let step = this.#tree.length >>> 1; step > 0; step >>>= 1) {
      const weight = this.#tree[slot + step] ?? 0;
      // Without a branch: which way the walk goes is a toss-up, and a wrong guess of the processor costs more than this.
      const right = Number(weight <= rest);
      slot += step * right;
      rest -= weight * right;
    }
    this.#start = point - rest;
    return this.#members[slot];
  }

  /** All weights are equal, and every slot is taken. */
  #isEven(): boolean {
    return this.#present === this.#members.length && this.#weights.equal;
  }

  #atEven(point: number): C | undefined {
    const weight = this.#total / this.#present;
    const slot = Math.min(Math.floor(point / weight), this.#present - 1);
    this.#start = slot * weight;
    return this.#members[slot];
  }

  #put(candidate: C): void {
    this.#present++;
    this.#adjust(candidate, candidate.weight);
  }

  #take(candidate: C): void {
    this.#present--;
    this.#adjust(candidate, -candidate.weight);
  }

  #adjust(candidate: C, weight: number): void {
    this.#total += weight;
    for (let slot = candidate.index + 1; slot < this.#tree.length; slot += slot & -slot) {
      this.#tree[slot] = (this.#tree[slot] ?? 0) + weight;
    }
  }

  /** Makes room for slots up to `slot`; the length stays a power of two, which the walk in `#at` relies on. */
  #reserve(slot: number): void {
    if (slot < this.#tree.length) return;
    let length = this.#tree.length;
    while (length <= slot) length *= 2;
    this.#tree = new Float64Array(length);
    this.#total = 0;
    this.#present = 0;
    for (const member of this.#members) if (member !== undefined) this.#put(member);
  }
}
