/** What one waits for: a backend that is up, a place at one, or the operator, who holds newcomers back. */
export type WaitFor = 'backend' | 'place' | 'operator';

/** Free slots in front of the line are given back when there are more than this, and more than the line is long. */
const SPARE = 64;

/**
 * Clients that wait, in the order of their tickets: one that comes back has the place that it had.
 *
 * An array, and where its front is: nearly all join at its end and leave from its front, at a constant cost; elsewhere a
 * binary search and a `splice` do.
 */
export class WaitingRoom<T> {
  readonly #ticketOf: (client: T) => number;
  #line: (T | undefined)[] = [];
  #front = 0;

  /** @param ticketOf - a client's place in the order of arrival; a number of its own */
  constructor(ticketOf: (client: T) => number) {
    this.#ticketOf = ticketOf;
  }

  get size(): number {
    return this.#line.length - this.#front;
  }

  /** All of them, the oldest first. */
  get all(): readonly T[] {
    return this.#line.slice(this.#front) as T[];
  }

  /** The client at this position, the oldest at 0. */
  at(position: number): T | undefined {
    return position < 0 ? undefined : this.#line[this.#front + position];
  }

  /** Takes in a client that is not here. @returns its position */
  enter(client: T): number {
    const index = this.#indexOf(client);
    if (index === this.#line.length) this.#line.push(client);
    else this.#line.splice(index, 0, client);
    return index - this.#front;
  }

  /** @returns the position that it had; -1 if it did not wait */
  remove(client: T): number {
    if (this.at(0) === client) {
      this.#takeOldest();
      return 0;
    }
    const index = this.#indexOf(client);
    if (this.#line[index] !== client) return -1;
    const position = index - this.#front;
    if (index === this.#line.length - 1) this.#line.pop();
    else this.#line.splice(index, 1);
    return position;
  }

  #takeOldest(): void {
    this.#line[this.#front++] = undefined;
    if (this.#front > SPARE && this.#front > this.size) {
      this.#line = this.#line.slice(this.#front);
      this.#front = 0;
    }
  }

  /** Where a client with this ticket stands or would stand. */
  #indexOf(client: T): number {
    const ticket = this.#ticketOf(client);
    let low = this.#front;
    let high = this.#line.length;
    const youngest = this.#line[high - 1];
    if (low === high || youngest === undefined || this.#ticketOf(youngest) < ticket) return high;
    high--;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#line[middle];
      if (other !== undefined && this.#ticketOf(other) < ticket) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
