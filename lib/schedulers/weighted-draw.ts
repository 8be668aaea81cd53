import type { Candidate, RandomSource } from './scheduler.js';

/**
 * Draws members at random, each in proportion to its weight, in O(log n).
 *
 * A Fenwick tree of weights over the candidates' indices (P. M. Fenwick, "A new data structure for cumulative
 * frequency tables", 1994): a draw is one random number and one walk down the tree. Members to be left out are taken
 * out of the tree for the length of the draw, O(log n) each.
 */
export class WeightedDraw<C extends Candidate> {
  readonly #random: RandomSource;
  /** By index; undefined where there is no member. */
  readonly #members: (C | undefined)[] = [];
  /** `#tree[i]` holds the weight of the `i & -i` slots that end at slot i; slot i is index i - 1. */
  #tree = new Float64Array(2);
  #total = 0;

  constructor(random: RandomSource) {
    this.#random = random;
  }

  add(candidate: C): void {
    if (this.#has(candidate)) return;
    this.#reserve(candidate.index + 1);
    this.#members[candidate.index] = candidate;
    this.#adjust(candidate, candidate.weight);
  }

  remove(candidate: C): void {
    if (!this.#has(candidate)) return;
    this.#members[candidate.index] = undefined;
    this.#adjust(candidate, -candidate.weight);
  }

  /**
   * One member that is not to be left out, or undefined when there is none. Takes one random number.
   *
   * @param except - to be left out
   * @param besides - one more to be left out, which is not in `except`
   */
  draw(except: ReadonlySet<C>, besides?: C): C | undefined {
    for (const candidate of except) this.#hide(candidate);
    if (besides !== undefined) this.#hide(besides);
    const drawn = this.#total > 0 ? this.#at(this.#random() * this.#total) : undefined;
    if (besides !== undefined) this.#show(besides);
    for (const candidate of except) this.#show(candidate);
    return drawn;
  }

  #has(candidate: C): boolean {
    return this.#members[candidate.index] !== undefined;
  }

  #hide(candidate: C): void {
    if (this.#has(candidate)) this.#adjust(candidate, -candidate.weight);
  }

  #show(candidate: C): void {
    if (this.#has(candidate)) this.#adjust(candidate, candidate.weight);
  }

  /** The member whose span of the cumulative weights holds `point`, which is in [0, total). */
  #at(point: number): C | undefined {
    let slot = 0;
    let rest = point;
    for (let step = this.#tree.length >>> 1; step > 0; step >>>= 1) {
      const weight = this.#tree[slot + step] ?? 0;
      // Without a branch: which way the walk goes is a toss-up, and a wrong guess of the processor costs more than this.
      const right = Number(weight <= rest);
      slot += step * right;
      rest -= weight * right;
    }
    return this.#members[slot];
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
    for (const member of this.#members) if (member !== undefined) this.#adjust(member, member.weight);
  }
}
