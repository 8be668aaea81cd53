/** What one waits for: a backend that is up, or a place at one. */
export type WaitFor = 'backend' | 'place';

/** A client that can wait in a line. */
export interface Waiting {
  /** Its place in the order of arrival; a number of its own. */
  readonly ticket: number;
}

/**
 * Clients that wait, in the order of their tickets: one that comes back has the place that it had.
 *
 * An array: nearly all join at its end and leave from its front; elsewhere a binary search and a `splice` do.
 */
export class WaitingRoom<T extends Waiting> {
  readonly #line: T[] = [];

  get size(): number {
    return this.#line.length;
  }

  /** The client at this position, the oldest at 0. */
  at(position: number): T | undefined {
    return this.#line[position];
  }

  /** Takes in a client that is not here. @returns its position */
  enter(client: T): number {
    const position = this.#positionOf(client);
    this.#line.splice(position, 0, client);
    return position;
  }

  /** @returns the position that it had; -1 if it did not wait */
  leave(client: T): number {
    const position = this.#positionOf(client);
    if (this.#line[position] !== client) return -1;
    this.#line.splice(position, 1);
    return position;
  }

  /** Takes out the oldest. */
  takeOldest(): T | undefined {
    return this.#line.shift();
  }

  /** Takes out the youngest. */
  takeYoungest(): T | undefined {
    return this.#line.pop();
  }

  /** Where a client with this ticket stands or would stand. */
  #positionOf({ ticket }: T): number {
    const youngest = this.#line.at(-1);
    if (youngest === undefined || youngest.ticket < ticket) return this.#line.length;
    let low = 0;
    let high = this.#line.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#line[middle]?.ticket ?? Infinity) < ticket) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
