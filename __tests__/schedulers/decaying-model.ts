/** What peak latencies are, done straightforwardly: every average is decayed to the time at which it is looked at. */
export class DecayingModel {
  readonly #decay: number;
  readonly #averages = new Map<number, { latency: number; heardAt: number }>();

  constructor(decay: number) {
    this.#decay = decay;
  }

  heard(index: number, latency: number, now: number): void {
    const before = this.#averages.get(index);
    let after = latency;
    if (before !== undefined && latency <= before.latency) {
      const weight = 1 - Math.exp(-(now - before.heardAt) / this.#decay);
      after = before.latency * (1 - weight) + latency * weight;
    }
    this.#averages.set(index, { latency: after, heardAt: now });
  }

  /** The average as it is now, or undefined when nothing was ever heard. */
  average(index: number, now: number): number | undefined {
    const known = this.#averages.get(index);
    return known && known.latency * Math.exp(-(now - known.heardAt) / this.#decay);
  }

  /** What one more connection would cost. */
  cost(index: number, openConnections: number, weight: number, now: number): number {
    const average = this.average(index, now);
    if (average !== undefined) return (average * (openConnections + 1)) / weight;
    return openConnections === 0 ? 0 : 1e300 * (openConnections / weight);
  }
}
