/** Idle time of a connection, as far as periodic looks can tell. */
export class IdleTracker {
  #bytes = -1;
  #halfClosed = false;
  #since = 0;

  /**
   * Looks. What happened since the last look counts as having happened now, so this never says too much.
   *
   * @param now - in milliseconds
   * @param bytes - all that have passed so far
   * @param halfClosed - whether one side has finished; that it has is no silence either
   * @returns milliseconds
   */
  idleFor(now: number, bytes: number, halfClosed: boolean): number {
    if (bytes !== this.#bytes || halfClosed !== this.#halfClosed) {
      this.#bytes = bytes;
      this.#halfClosed = halfClosed;
      this.#since = now;
    }
    return now - this.#since;
  }
}
