const SECOND_MS = 1000;

/**
 * The rate of arrivals over the last second, from two counters: that of the second under way, and that of the one before in
 * proportion to how much of it is less than a second ago. Cost of a count: O(1), without a timer.
 */
export class ArrivalRate {
  #since = -Infinity;
  #count = 0;
  #before = 0;

  /** One has arrived. @param now - in milliseconds; never earlier than before */
  add(now: number): void {
    if (now - this.#since >= SECOND_MS) this.#turn(now);
    this.#count++;
  }

  /** Arrivals a second. @param now - as for {@link add} */
  perSecond(now: number): number {
    if (now - this.#since >= SECOND_MS) this.#turn(now);
    return this.#before * (1 - (now - this.#since) / SECOND_MS) + this.#count;
  }

  /** The second is over; after a whole one without an arrival the one before had none. */
  #turn(now: number): void {
    const isNext = now - this.#since < 2 * SECOND_MS;
    this.#before = isNext ? this.#count : 0;
    this.#since = isNext ? this.#since + SECOND_MS : now;
    this.#count = 0;
  }
}
