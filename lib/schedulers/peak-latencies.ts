import type { Candidate } from './scheduler.js';

/** An average, as of its last answer. */
interface Average {
  latency: number;
  heardAt: number;
}

/**
 * How slow each candidate's answers were of late. A latency above a candidate's average is taken for it at once: a peak.
 * A lower one pulls it down, with weight 1 − e^(−Δt/decay), where Δt is the time since the last answer. While nothing is
 * heard the average decays, by e^(−t/decay).
 *
 * All decay at the same rate, so at any time they are in the same order. That order is kept, not the averages of the
 * moment: {@link levelOf} is ln(average) + t/decay, which stays what it is until the next answer. It grows by one in each
 * `decay`, so however long the run, nothing overflows, and nothing that was left to decay is lost.
 */
export class PeakLatencies<C extends Candidate> {
  readonly #decay: number;
  readonly #averages = new Map<number, Average>();
  /** By index; in one piece, for it is read at every pick. */
  #levels = new Float64Array(0);
  /** When the last answer came, of any candidate. */
  #now = 0;

  /** @param decay - the time in which an average falls to 1/e, in the unit of the latencies; above 0 */
  constructor(decay: number) {
    this.#decay = decay;
  }

  /**
   * Where the candidate's average stands: that of two candidates differ by the logarithm of the ratio of their averages.
   * -Infinity for one that has never answered.
   */
  levelOf({ index }: C): number {
    return this.#levels[index] ?? -Infinity;
  }

  /** The candidate's average when the last answer of any came, in the unit of the latencies; 0 for one that has never answered. */
  averageOf(candidate: C): number {
    return this.averageAt(candidate, this.#now);
  }

  /** The same at any time. */
  averageAt(candidate: C, now: number): number {
    return Math.exp(this.levelOf(candidate) - now / this.#decay);
  }

  /** The candidate has answered, `latency` after it was asked. @param now - never earlier than before */
  record({ index }: C, latency: number, now: number): void {
    const average = this.#take(index, latency, now);
    this.#reserve(index);
    this.#now = now;
    // A latency of 0 is an answer, too.
    this.#levels[index] = Math.log(Math.max(average, Number.MIN_VALUE)) + now / this.#decay;
  }

  #take(index: number, latency: number, now: number): number {
    const average = this.#averages.get(index);
    if (average === undefined) {
      this.#averages.set(index, { latency, heardAt: now });
      return latency;
    }
    const kept = Math.exp((average.heardAt - now) / this.#decay);
    average.latency = Math.max(latency, average.latency * kept + latency * (1 - kept));
    average.heardAt = now;
    return average.latency;
  }

  #reserve(index: number): void {
    const levels = this.#levels;
    if (index < levels.length) return;
    this.#levels = new Float64Array(Math.max(index + 1, 2 * levels.length)).fill(-Infinity, levels.length);
    this.#levels.set(levels);
  }
}
