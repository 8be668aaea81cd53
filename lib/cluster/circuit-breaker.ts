import type { RandomSource } from '../schedulers/scheduler.js';

/** Timeouts in a row that open the circuit; any other failure does so at once. */
const TIMEOUTS_IN_A_ROW = 5;
const FIRST_DELAY_MS = 1000;
const MAX_DELAY_MS = 10_000;
/** By which a delay may be longer or shorter, so that many balancers do not come back at once. */
const JITTER = 0.1;

/** While it is open, nobody waits for what is away: it is tried again after 1 s, 2 s … 10 s. */
export class CircuitBreaker {
  readonly #random: RandomSource;
  #timeouts = 0;
  /** Openings in a row. */
  #openings = 0;
  #isOpen = false;

  constructor(random: RandomSource) {
    this.#random = random;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** How long to stay away now, in milliseconds. */
  get delayMs(): number {
    const delayMs = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (this.#openings - 1));
    return delayMs * (1 - JITTER + 2 * JITTER * this.#random());
  }

  /** There was an answer in time. */
  succeeded(): void {
    this.#timeouts = 0;
  }

  /** It is tried: the next failure opens it for longer than before. */
  halfOpen(): void {
    this.#timeouts = 0;
    this.#isOpen = false;
  }

  /** It is as it should be again. */
  close(): void {
    this.#timeouts = 0;
    this.#openings = 0;
    this.#isOpen = false;
  }

  /** There was no answer in time. */
  timedOut(): void {
    this.#timeouts++;
    if (this.#timeouts >= TIMEOUTS_IN_A_ROW) this.open();
  }

  open(): void {
    this.#timeouts = 0;
    this.#openings++;
    this.#isOpen = true;
  }
}
