interface Outages {
  downMs: number;
  /** Undefined while it is not down. */
  downSince: number | undefined;
  readonly transitions: { up: number; down: number };
}

/** The outages of backends, by name. Times are in milliseconds, by any clock that never runs back. */
export class OutageCounts {
  readonly #backends = new Map<string, Outages>();

  /** It is down. @param isFlip - it was up before */
  wentDown(backend: string, now: number, isFlip: boolean): void {
    const outages = this.#of(backend);
    outages.downSince ??= now;
    if (isFlip) outages.transitions.down++;
  }

  /** It is up again. */
  cameUp(backend: string, now: number): void {
    const outages = this.#of(backend);
    outages.transitions.up++;
    this.#end(outages, now);
  }

  /** It is no longer checked. */
  unobserved(backend: string, now: number): void {
    const outages = this.#backends.get(backend);
    if (outages !== undefined) this.#end(outages, now);
  }

  /** It is gone for good. */
  removed(backend: string): void {
    this.#backends.delete(backend);
  }

  downMsOf(backend: string, now: number): number {
    const { downMs, downSince = now } = this.#of(backend);
    return downMs + now - downSince;
  }

  transitionsOf(backend: string): { readonly up: number; readonly down: number } {
    return this.#of(backend).transitions;
  }

  #end(outages: Outages, now: number): void {
    outages.downMs += now - (outages.downSince ?? now);
    outages.downSince = undefined;
  }

  #of(backend: string): Outages {
    let outages = this.#backends.get(backend);
    if (outages === undefined) {
      outages = { downMs: 0, downSince: undefined, transitions: { up: 0, down: 0 } };
      this.#backends.set(backend, outages);
    }
    return outages;
  }
}
