const SECOND_MS = 1000;

/** Lets an event through at most once a second, so that a flood of clients causes one line a second. */
export class Throttle {
  #lastAt = -Infinity;

  /** @param now - in milliseconds, on any clock that goes forward */
  passes(now: number): boolean {
    if (now - this.#lastAt < SECOND_MS) return false;
    this.#lastAt = now;
    return true;
  }
}
