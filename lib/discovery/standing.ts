/** What is to be said of a source that failed. */
export interface Failed {
  /** It failed for another reason before, or not at all. */
  readonly isNews: boolean;
  /** For how long there has been no answer, in milliseconds; once, as soon as that is longer than the backends are held. */
  readonly staleMs?: number;
}

/** Whether a source answers, and for how long it has not. Times are in milliseconds of any clock that never runs back. */
export class Standing {
  readonly #holdMs: number;
  #failingSince: number | undefined;
  #reason: string | undefined;
  #saidStale = false;

  /** @param holdMs - after which the backends of a source that does not answer are stale */
  constructor(holdMs: number) {
    this.#holdMs = holdMs;
  }

  failed(reason: string, now: number): Failed {
    const isNews = reason !== this.#reason;
    this.#reason = reason;
    this.#failingSince ??= now;
    const staleMs = now - this.#failingSince;
    if (this.#saidStale || staleMs < this.#holdMs) return { isNews };
    this.#saidStale = true;
    return { isNews, staleMs };
  }

  /** @returns for how long there was no answer before; undefined when it had not failed */
  answered(now: number): number | undefined {
    const failedMs = this.#failingSince === undefined ? undefined : now - this.#failingSince;
    this.#failingSince = undefined;
    this.#reason = undefined;
    this.#saidStale = false;
    return failedMs;
  }

  /** When the backends become stale, unless there is an answer; undefined when there is one, or that was said. */
  get staleAt(): number | undefined {
    return this.#failingSince === undefined || this.#saidStale
      ? undefined
      : this.#failingSince + this.#holdMs;
  }
}
