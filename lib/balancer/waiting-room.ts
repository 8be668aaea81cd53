/** Clients that wait for a backend to come up, first come first served. */
export class WaitingRoom {
  readonly #waiting = new Set<() => void>();

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
    this.#waiting.add(place);
    return () => void this.#waiting.delete(place);
  }

  /** Calls everyone who is waiting now, in order of arrival; who comes back meanwhile waits for the next call. */
  releaseAll(): void {
    const called = [...this.#waiting];
    this.#waiting.clear();
    for (const call of called) call();
  }
}
