import type { Backend } from '../../routing/backend.js';

/** A job's search for a backend that was not over at once. */
export interface Search {
  /** Backends tried in vain, which have not come back since. */
  readonly tried: Set<Backend>;
  cancelTimer: (() => void) | undefined;
  /** The backend that is being connected to. */
  connecting: Backend | undefined;
  cancelPatience: (() => void) | undefined;
}

/** The searches of jobs that were not brought to a backend at the first attempt. There is seldom any. */
export class Searches {
  readonly #searches = new Map<number, Search>();

  find(job: number): Search | undefined {
    return this.#searches.size === 0 ? undefined : this.#searches.get(job);
  }

  /** The job's search, begun now if it has none. */
  of(job: number): Search {
    const known = this.#searches.get(job);
    if (known !== undefined) return known;
    const search = {
      tried: new Set<Backend>(),
      cancelTimer: undefined,
      connecting: undefined,
      cancelPatience: undefined,
    };
    this.#searches.set(job, search);
    return search;
  }

  end(job: number): void {
    this.#searches.delete(job);
  }

  /** The backend may be tried again. */
  cameBack(backend: Backend): void {
    for (const { tried } of this.#searches.values()) tried.delete(backend);
  }
}
