/** What one waits for: a backend that is up, or a place at one. */
export type WaitFor = 'backend' | 'place';

/** Clients that wait, first come first served. */
export class WaitingRoom<T> {
  readonly #waiting = new Map<T, WaitFor>();
  readonly #counts: Record<WaitFor, number> = { backend: 0, place: 0 };

  /** How many wait for that. */
  count(waitFor: WaitFor): number {
    return this.#counts[waitFor];
  }

  /** Begins to wait. Over by being called, by being taken out as the next, or by leaving. */
  enter(member: T, waitFor: WaitFor): void {
    this.#waiting.set(member, waitFor);
    this.#counts[waitFor]++;
  }

  /** @returns whether it waited */
  leave(member: T): boolean {
    const waitFor = this.#waiting.get(member);
    if (waitFor === undefined) return false;
    this.#waiting.delete(member);
    this.#counts[waitFor]--;
    return true;
  }

  /** Takes out the one who has waited longest. */
  next(): T | undefined {
    const [first] = this.#waiting.keys();
    if (first !== undefined) this.leave(first);
    return first;
  }

  /** Calls everyone who is waiting now, in order of arrival; who comes back meanwhile waits for the next call. */
  callAll(call: (member: T) => void): void {
    for (const member of [...this.#waiting.keys()]) {
      // One who left while others were called is not called.
      if (this.leave(member)) call(member);
    }
  }
}
