/** How long the answer of a worker may take, in milliseconds. */
const ANSWER_MS = 500;

/** Questions to one worker that it answers, each with a number of its own. */
export class WorkerQueries {
  readonly #pending = new Map<number, (answer: unknown) => void>();
  #lastNumber = 0;
  #ended = false;

  /**
   * Asks, and waits up to 500 ms for the answer.
   *
   * @param send - sends the question of that number
   * @returns undefined when there was no answer in time; `whenEnded` when the worker is gone
   */
  async ask<T>(send: (query: number) => void, whenEnded: T): Promise<T | undefined> {
    if (this.#ended) return whenEnded;
    const query = ++this.#lastNumber;
    const answer = await new Promise<unknown>((resolve) => {
      const timer = setTimeout(() => resolve(undefined), ANSWER_MS);
      this.#pending.set(query, (given) => {
        clearTimeout(timer);
        resolve(given === GONE ? whenEnded : given);
      });
      send(query);
    });
    this.#pending.delete(query);
    return answer as T | undefined;
  }

  /** The answer has come; one that comes too late is ignored. */
  answered(query: number, answer: unknown): void {
    this.#pending.get(query)?.(answer);
  }

  /** The worker is gone. */
  end(): void {
    this.#ended = true;
    for (const settle of this.#pending.values()) settle(GONE);
  }
}

const GONE = Symbol('gone');
