const SECOND_MS = 1000;

/** Lets something through at most once a second: what would be said of every client of a flood is said once. */
export class Throttle {
  #lastAt = -Infinity;

  /** @param now - in milliseconds, on any clock that goes forward */
  passes(now: number): boolean {
    if (now - this.#lastAt < SECOND_MS) return false;
    this.#lastAt = now;
    return true;
  }
}
