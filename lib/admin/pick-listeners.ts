import type { Picks } from '../control/picks.js';

/** Picks are explained until nobody has asked for that long. */
const LISTENING_MS = 60_000;

/** Who wants picks explained: streams as long as they are open, and those who have asked in the last minute. */
export class PickListeners {
  readonly #picks: Picks;
  #streams = 0;
  #isAsked = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(picks: Picks) {
    this.#picks = picks;
  }

  /** Somebody has asked once. */
  asked(): void {
    this.#isAsked = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#isAsked = false;
      this.#apply();
    }, LISTENING_MS).unref();
    this.#apply();
  }

  /** A stream listens. @returns ends it */
  add(): () => void {
    this.#streams += 1;
    this.#apply();
    return () => {
      this.#streams -= 1;
      this.#apply();
    };
  }

  #apply(): void {
    this.#picks.enabled = this.#isAsked || this.#streams > 0;
  }
}
