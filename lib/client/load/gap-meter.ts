import { toThousandths } from '../../units.js';

/** How connections of an open loop really began. */
export interface ArrivalReport {
  /** `even`, `poisson`, `bursty` or `trace:FILE`. */
  readonly kind: string;
  /** Connections a second, from the first to the last; null with fewer than two. */
  readonly rate: number | null;
  /** Squared coefficient of variation of the gaps: 0 for even ones, 1 for a Poisson process; null with fewer than three connections. */
  readonly cv2: number | null;
  /** The longest time by which a connection began after it was due, in milliseconds. */
  readonly latestStartMs: number;
}

/** Measures the gaps between connections (B. P. Welford, 1962). */
export class GapMeter {
  #last: number | undefined;
  #gaps = 0;
  #mean = 0;
  #squares = 0;
  #latestMs = 0;

  /** A connection begins. Both times are in milliseconds, on one clock. */
  began(at: number, due: number): void {
    this.#latestMs = Math.max(this.#latestMs, at - due);
    if (this.#last !== undefined) this.#add(at - this.#last);
    this.#last = at;
  }

  report(kind: string): ArrivalReport {
    const rate = this.#gaps === 0 || this.#mean === 0 ? null : toThousandths(1000 / this.#mean);
    const variance = this.#squares / (this.#gaps - 1);
    const cv2 = this.#gaps < 2 || rate === null ? null : toThousandths(variance / this.#mean ** 2);
    return { kind, rate, cv2, latestStartMs: toThousandths(this.#latestMs) };
  }

  #add(gap: number): void {
    this.#gaps++;
    const difference = gap - this.#mean;
    this.#mean += difference / this.#gaps;
    this.#squares += difference * (gap - this.#mean);
  }
}
