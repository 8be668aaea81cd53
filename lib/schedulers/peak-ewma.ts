import { BestOfFew } from './best-of-few.js';
import type { Comparison } from './explain-draw.js';
import { figure, nameOf } from './explanation-text.js';
import { loadOf } from './load-buckets.js';
import type { SchedulerOptions } from './options.js';
import { PeakLatencies } from './peak-latencies.js';
import type { Candidate, Pick, RandomSource, Scheduler, SchedulerExplanation } from './scheduler.js';

const DECAY_MS = 10_000;

/**
 * Peak EWMA: of two different members drawn at random by weight the one where a connection more would cost less, that is
 * the decaying average of its latencies (see {@link PeakLatencies}) × (open connections + 1), per weight; on a tie the
 * one drawn first. `choices` and `sample` say how they are drawn, as with power-of-two.
 *
 * A member that has never answered goes before all others while it has no connection, so that it is tried, and after all
 * others while it has some. One that has no place for more connections learns from those it has.
 *
 * While a member warms up (slow start) its average says little: what it was before has decayed, and few answers follow. So
 * its share is kept by the draw: with a weight of f of its full one it takes part with a probability of about f of what it
 * would be, and what then counts is its full weight.
 *
 * Finagle's `com.twitter.finagle.loadbalancer.PeakEwma`. There an average also decays for good whenever it is looked at,
 * so what an answer does to it depends on how often that was; here it does not. Cost of a pick: that of the draws, a
 * random number each (see {@link BestOfFew}), and an exponential for each comparison; of an answer: O(1).
 */
export class PeakEwmaScheduler<C extends Candidate> implements Scheduler<C> {
  readonly name = 'peak-ewma';
  readonly #random: RandomSource;
  readonly #members: BestOfFew<C>;
  readonly #latencies: PeakLatencies<C>;

  constructor(random: RandomSource, { decay = DECAY_MS, ...options }: SchedulerOptions = {}) {
    this.#random = random;
    this.#members = new BestOfFew<C>(random, (one, other) => this.#isBetter(one, other), options);
    this.#latencies = new PeakLatencies(decay);
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

  answered(candidate: C, latency: number, now: number): void {
    this.#latencies.record(candidate, latency, now);
  }

  latencyOf(candidate: C, now: number): number {
    return this.#latencies.averageAt(candidate, now);
  }

  pick(tried: ReadonlySet<C>, _key?: string, asked = false): Pick<C> | undefined {
    return this.#members.pick(tried, this.name, asked);
  }

  explain(tried: ReadonlySet<C>, _key?: string, made?: Pick<C>): SchedulerExplanation<C> | undefined {
    return this.#members.explain(tried, this.name, this.#comparison, made);
  }

  readonly #comparison: Comparison<C> = {
    isLess: (one, other) => this.#isCheaper(one, other),
    scoreOf: (member) => this.#costOf(member),
    unit: 'latency × (open connections + 1) per weight',
    least: 'the least latency × (open connections + 1) per weight',
    saysBetter: (one, other) => this.#saysBetter(one, other),
    saysEqual: (one) =>
      Number.isFinite(this.#levelOf(one))
        ? `a cost of ${figure(this.#costOf(one))}, the least`
        : 'not answered yet and have equal loads',
  };

  #saysBetter(one: C, other: C): string {
    const cost = this.#costOf(one);
    const otherCost = this.#costOf(other);
    const { weight, fullWeight = weight } = other;
    const better = `${nameOf(one)} has a cost of ${figure(cost)}`;
    if (weight < fullWeight && this.#isCheaper(other, one))
      return `${nameOf(other)} costs less, but is in its slow start and was passed over for ${nameOf(one)}`;
    if (this.#levelOf(one) === -Infinity)
      return `${nameOf(one)} has not answered yet and has no connections, so it is tried`;
    if (!Number.isFinite(cost))
      return `neither has answered yet, and ${nameOf(one)} has fewer connections per weight`;
    if (!Number.isFinite(otherCost)) return `${better}; ${nameOf(other)} has not answered yet`;
    return `${better}, less than ${nameOf(other)} with ${figure(otherCost)}`;
  }

  /** As of the last answer of any member; Infinity for a member that has never answered and has connections. */
  #costOf(member: C): number {
    if (this.#levelOf(member) === Infinity) return Infinity;
    const { weight, fullWeight = weight, givenWeight = fullWeight } = member;
    return (this.#latencies.averageOf(member) * (member.openConnections + 1)) / givenWeight;
  }

  /** @param one - was drawn after the other */
  #isBetter(one: C, other: C): boolean {
    const { weight, fullWeight = weight } = one;
    return (weight === fullWeight || this.#takesPart(weight / fullWeight)) && this.#isCheaper(one, other);
  }

  /** Of two members one warms up: drawn first with f / (1 + f), second otherwise, it takes part with f in all. */
  #takesPart(warmth: number): boolean {
    return this.#random() < warmth ** 2;
  }

  #isCheaper(one: C, other: C): boolean {
    const level = this.#levelOf(one);
    const otherLevel = this.#levelOf(other);
    if (level === otherLevel && !Number.isFinite(level)) return loadOf(one) < loadOf(other);
    const ratio = Math.exp(level - otherLevel);
    const { weight, fullWeight = weight } = one;
    const { weight: otherWeight, fullWeight: otherFullWeight = otherWeight } = other;
    return ratio * (one.openConnections + 1) * otherFullWeight < (other.openConnections + 1) * fullWeight;
  }

  /** As of the latencies, but Infinity for a member that has never answered and has connections. */
  #levelOf(member: C): number {
    const level = this.#latencies.levelOf(member);
    return level === -Infinity && member.openConnections > 0 ? Infinity : level;
  }
}
