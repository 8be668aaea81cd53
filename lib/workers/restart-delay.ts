/** A worker that has lived this long had a good start. */
const GOOD_START_MS = 10_000;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5000;

/** How long to wait before a worker takes the place of one that died: longer each time, while they die young. */
export class RestartDelay {
  #nextMs = FIRST_DELAY_MS;

  /**
   * @param livedMs - how long the one that died had lived
   * @returns in milliseconds: 0 after a good start, then 100 and twice as much each time, up to 5,000
   */
  after(livedMs: number): number {
    if (livedMs >= GOOD_START_MS) {
      this.#nextMs = FIRST_DELAY_MS;
      return 0;
    }
    const delayMs = this.#nextMs;
    this.#nextMs = Math.min(2 * delayMs, LONGEST_DELAY_MS);
    return delayMs;
  }
}
