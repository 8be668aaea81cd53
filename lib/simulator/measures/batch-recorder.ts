import type { Batches } from './batches.js';

/** Batches of a run at first; they are put together until they are uncorrelated. */
export const FINEST_BATCHES = 4096;

/** Takes down the latencies, and the requests under way, of consecutive parts of a run with equal numbers of requests. */
export class BatchRecorder {
  readonly #requests: number;
  readonly #sums: Float64Array;
  readonly #counts: Float64Array;
  /** Requests under way × time, and the time, at the end of each batch. */
  readonly #areas: Float64Array;
  readonly #times: Float64Array;
  #current = 0;
  #next: number;

  constructor(requests: number) {
    this.#requests = requests;
    const batches = Math.max(1, Math.min(FINEST_BATCHES, requests));
    this.#sums = new Float64Array(batches);
    this.#counts = new Float64Array(batches);
    this.#areas = new Float64Array(batches);
    this.#times = new Float64Array(batches);
    this.#next = this.#firstOf(1);
  }

  /** A request arrives, of that number from 0. @param area - requests under way × time, until now */
  arrive(request: number, now: number, area: number): void {
    if (request < this.#next || this.#current === this.#areas.length) return;
    this.#areas[this.#current] = area;
    this.#times[this.#current] = now;
    this.#current++;
    this.#next = this.#firstOf(this.#current + 1);
  }

  /** A request is answered. */
  complete(request: number, sojourn: number): void {
    const { length } = this.#sums;
    const batch = Math.min(length - 1, Math.floor((request * length) / this.#requests));
    this.#sums[batch] = (this.#sums[batch] ?? 0) + sojourn;
    this.#counts[batch] = (this.#counts[batch] ?? 0) + 1;
  }

  batches(): Batches {
    return { sums: this.#sums, counts: this.#counts };
  }

  /** Mean requests under way during each batch, of those that have ended. */
  queues(): number[] {
    return Array.from({ length: this.#current }, (_, batch) => {
      const area = (this.#areas[batch] ?? 0) - (this.#areas[batch - 1] ?? 0);
      const time = (this.#times[batch] ?? 0) - (this.#times[batch - 1] ?? 0);
      return time > 0 ? area / time : 0;
    });
  }

  #firstOf(batch: number): number {
    return Math.ceil((batch * this.#requests) / this.#sums.length);
  }
}
