import { STOOD_STILL_MS } from '../net/deadline.js';

/** Between two beats, in milliseconds. */
const BEAT_MS = 20;
/** Of the time that was watched: what takes less of it decides nothing. */
const SHARE_THAT_COUNTS = 0.1;

/**
 * Notices that the event loop lagged, that the process or the machine stood still, or that the clock jumped, from its
 * creation until {@link stop}. Time in which a suspended machine slept shows in the wall clock only.
 */
export class StallWatch {
  readonly #timer = setInterval(() => this.#beat(), BEAT_MS);
  #monotonic = performance.now();
  #wall = Date.now();
  #watchedMs = 0;
  #stalledMs = 0;

  /** How long nothing could happen, in milliseconds; 0 when it was less than a tenth of the time. */
  get stoodStillMs(): number {
    return this.#stalledMs < SHARE_THAT_COUNTS * this.#watchedMs ? 0 : Math.round(this.#stalledMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#beat();
  }

  #beat(): void {
    const [monotonic, wall] = [performance.now(), Date.now()];
    const passedMs = monotonic - this.#monotonic;
    const jumpMs = Math.abs(wall - this.#wall - passedMs);
    const stalledMs = Math.max(passedMs - BEAT_MS, jumpMs);
    this.#watchedMs += Math.max(passedMs, jumpMs);
    if (stalledMs >= STOOD_STILL_MS) this.#stalledMs += stalledMs;
    [this.#monotonic, this.#wall] = [monotonic, wall];
  }
}
