/** Clients that wait for a backend to come up, first come first served. */
export class WaitingRoom {
  #waiting = new Set<() => void>();

  get size(): number {
    return this.#waiting.size;
  }

  /**
   * Waits. A place is freed by being called or by leaving.
   *
   * @param call - called when a backend may be there
   * @returns leaves the room; without effect once called
   */
  enter(call: () => void): () => void {
    const place = (): void => call();
    const row = this.#waiting;
    row.add(place);
    return () => void row.delete(place);
  }

  /** Calls everyone who is waiting now, in order of arrival; who comes back meanwhile waits for the next call. */
  releaseAll(): void {
    const row = this.#waiting;
    this.#waiting = new Set();
    // One who leaves while others are called is gone from the row before its turn.
    for (const call of row) call();
  }
}
