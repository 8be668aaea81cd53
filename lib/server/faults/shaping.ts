import { NO_FAULTS, type Faults } from './faults.js';

/** With a bandwidth, the time that what is sent at once takes, in milliseconds. */
export const SLICE_MS = 20;

/** The faults of bytes that go one way, on all connections together: a line with a latency and a bandwidth of its own. */
export class Shaping {
  /** Those that are on this way. */
  faults: Faults = NO_FAULTS;
  readonly #random: () => number;
  /** When the last byte that was let out has passed the bandwidth, on the caller's clock. */
  #lineFreeAt = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Whether what is sent may be held back, slowed down or cut off. */
  get isOn(): boolean {
    const { latencyMs, jitterMs, bandwidth, resetAfter, closeAfter, hang } = this.faults;
    return hang || latencyMs > 0 || jitterMs > 0 || Math.min(bandwidth, resetAfter, closeAfter) < Infinity;
  }

  /** How long the next bytes are to be held back, in milliseconds. */
  drawLatency(): number {
    const { latencyMs, jitterMs } = this.faults;
    return jitterMs === 0 ? latencyMs : Math.max(0, latencyMs + jitterMs * (2 * this.#random() - 1));
  }

  /** How long the line is still taken, in milliseconds. */
  lineBusyMs(now: number): number {
    return this.faults.bandwidth === Infinity ? 0 : Math.max(0, this.#lineFreeAt - now);
  }

  /** Accounts for bytes that go out now, all at once. A timer that was late by no more than a slice is made up for. */
  occupyLine(bytes: number, now: number): void {
    this.#lineFreeAt = Math.max(now - SLICE_MS, this.#lineFreeAt) + (bytes * 1000) / this.faults.bandwidth;
  }
}
