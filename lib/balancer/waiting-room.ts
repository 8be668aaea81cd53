/** Clients that wait for a backend to come up, first come first served. */
export class WaitingRoom<T> {
  readonly #waiting = new Set<T>();

  get size(): number {
    return this.#waiting.size;
  }

  /** Waits. A place is freed by being called or by leaving. */
  enter(member: T): void {
    this.#waiting.add(member);
  }

  /** Without effect for one who does not wait. */
  leave(member: T): void {
    this.#waiting.delete(member);
  }

  /** Calls everyone who is waiting now, in order of arrival; who comes back meanwhile waits for the next call. */
  callAll(call: (member: T) => void): void {
    for (const member of [...this.#waiting]) {
      // One who left while others were called is not called.
      if (this.#waiting.delete(member)) call(member);
    }
  }
}
