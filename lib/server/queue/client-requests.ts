import type { ServiceQueue } from './service-queue.js';

/** The requests of one client at the queue of its backend. */
export class ClientRequests {
  readonly #queue: ServiceQueue;
  readonly #refused: () => void;
  readonly #abandon = new Set<() => void>();

  /** @param refused - called when there was no room for a request */
  constructor(queue: ServiceQueue, refused: () => void) {
    this.#queue = queue;
    this.#refused = refused;
  }

  /** An upper bound of the time until all of them are done, in milliseconds; 0 if there are none. */
  get dueInMs(): number {
    return this.#abandon.size === 0 ? 0 : this.#queue.idleInMs;
  }

  /** A request arrives. @param done - called when it is done, later @returns false if there is no room for it */
  arrive(done: () => void): boolean {
    const abandon = this.#queue.arrive(() => {
      if (abandon !== undefined) this.#abandon.delete(abandon);
      done();
    });
    if (abandon === undefined) this.#refused();
    else this.#abandon.add(abandon);
    return abandon !== undefined;
  }

  /** The client is gone: none of them is answered. */
  leave(): void {
    const all = [...this.#abandon];
    this.#abandon.clear();
    for (const abandon of all) abandon();
  }
}
