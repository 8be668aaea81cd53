/** Before a client is moved a second time; doubles with each further move. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;

/**
 * The moves of one client from lost backends to others, over its whole life. The first comes at once, each further one no
 * earlier than a pause after the last, and a client that says nothing is not moved for ever: what would it lose?
 */
export class Moves {
  /** Moves after bytes had passed. */
  reroutes = 0;
  #count = 0;
  /** Since the client has sent a byte. */
  #unheard = 0;
  #last = 0;

  /**
   * Whether the client may be moved once more.
   *
   * @param heard - it has sent the backend that is lost something
   * @param backends - how many there are; it may be moved so often without a byte of its own
   */
  mayMove(heard: boolean, backends: number): boolean {
    if (heard) this.#unheard = 0;
    return this.#unheard < backends;
  }

  /** The client is to be moved. @param now - in milliseconds @returns how long that has to wait */
  begin(now: number, rerouted: boolean): number {
    const pause = this.#count === 0 ? 0 : Math.min(FIRST_PAUSE_MS * 2 ** (this.#count - 1), LONGEST_PAUSE_MS);
    this.#count++;
    this.#unheard++;
    if (rerouted) this.reroutes++;
    return Math.max(0, this.#last + pause - now);
  }

  /** It has another backend. */
  done(now: number): void {
    this.#last = now;
  }
}
