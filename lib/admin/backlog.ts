/** Characters that a slow reader may be behind. */
const MAX_BACKLOG = 2 ** 20;

/** An event that is to be sent; without a number one that cannot be asked for again. */
export interface BacklogEvent {
  readonly id?: number;
  readonly event: string;
  readonly data: string;
}

/** Events that a stream has still to send: those that were kept, then those that have come since. */
export class Backlog implements AsyncIterable<BacklogEvent> {
  readonly #kept: readonly BacklogEvent[];
  readonly #events: BacklogEvent[] = [];
  /** Of those that have come since: what was kept says nothing of how fast its reader is. */
  #characters = 0;
  #isOver = false;
  #wake = (): void => undefined;
  isTooLong = false;

  constructor(kept: readonly BacklogEvent[]) {
    this.#kept = kept;
  }

  add(event: BacklogEvent): void {
    this.#events.push(event);
    this.#characters += event.data.length;
    if (this.#characters > MAX_BACKLOG) {
      this.isTooLong = true;
      this.end();
    }
    this.#wake();
  }

  end(): void {
    this.#isOver = true;
    this.#events.length = 0;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<BacklogEvent> {
    for (const event of this.#kept) {
      if (this.#isOver) return;
      yield event;
    }
    while (!this.#isOver) {
      const event = this.#events.shift();
      if (event === undefined) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
        continue;
      }
      this.#characters -= event.data.length;
      yield event;
    }
  }
}
