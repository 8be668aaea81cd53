import { seededRandom } from '../../seeded-random.js';
import { changeFaults, NO_FAULTS, type FaultKind, type Faults } from './faults.js';

/** With a bandwidth, the time that what is sent at once takes, in milliseconds. */
export const SLICE_MS = 20;

/** What happens to a connection as it comes in. */
export type AcceptDecision = 'served' | 'unaccepted' | Extract<FaultKind, 'refuse-ratio' | 'fail-first'>;

/**
 * The current faults of one backend and their random decisions. The same seed, faults and order of connections give the
 * same decisions.
 */
export class FaultInjector {
  readonly #random: () => number;
  #faults: Faults;
  /** Connections that came in since `failFirst` was set. */
  #arrived = 0;
  /** When the last byte that was let out has passed the bandwidth, on the caller's clock. */
  #lineFreeAt = 0;

  /** @throws LbsimError `ERR_OPTION_INVALID` for faults that make no sense */
  constructor(faults: Partial<Faults>, seed: number) {
    this.#faults = changeFaults(NO_FAULTS, faults);
    this.#random = seededRandom(seed);
  }

  get faults(): Faults {
    return this.#faults;
  }

  /** Whether what is sent may be held back, slowed down or cut off. */
  get shapesAnswers(): boolean {
    const { latencyMs, jitterMs, bandwidth, resetAfter, closeAfter, hang } = this.#faults;
    return hang || latencyMs > 0 || jitterMs > 0 || Math.min(bandwidth, resetAfter, closeAfter) < Infinity;
  }

  /** @throws LbsimError `ERR_OPTION_INVALID`, and then nothing has changed */
  set(changes: Partial<Faults>): void {
    this.#faults = changeFaults(this.#faults, changes);
    if (changes.failFirst !== undefined) this.#arrived = 0;
  }

  heal(): void {
    this.#faults = NO_FAULTS;
  }

  /** Decides about a connection that has just come in. */
  admit(): AcceptDecision {
    const { freeze, failFirst, refuseRatio } = this.#faults;
    if (freeze) return 'unaccepted';
    if (this.#arrived++ < failFirst) return 'fail-first';
    if (refuseRatio > 0 && this.#random() < refuseRatio) return 'refuse-ratio';
    return 'served';
  }

  /** How long the next answer is to be held back, in milliseconds. */
  drawLatency(): number {
    const { latencyMs, jitterMs } = this.#faults;
    return jitterMs === 0 ? latencyMs : Math.max(0, latencyMs + jitterMs * (2 * this.#random() - 1));
  }

  /** How long the line is still taken, in milliseconds. */
  lineBusyMs(now: number): number {
    return this.#faults.bandwidth === Infinity ? 0 : Math.max(0, this.#lineFreeAt - now);
  }

  /** Accounts for bytes that go out now, all at once. A timer that was late by no more than a slice is made up for. */
  occupyLine(bytes: number, now: number): void {
    this.#lineFreeAt = Math.max(now - SLICE_MS, this.#lineFreeAt) + (bytes * 1000) / this.#faults.bandwidth;
  }
}
