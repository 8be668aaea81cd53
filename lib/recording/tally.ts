import type { ReplayedPick, Difference } from './report.js';

/** Number of differences that are kept; those after the first may follow from it. */
const MAX_DIFFERENCES = 10;

/** Counts picks, and those that differ. */
export class Tally {
  readonly differences: Difference[] = [];
  readonly #rules = new Map<string, number>();
  readonly #backends: Map<string, number>;
  #picks = 0;
  #identical = 0;

  /** @param backends - names of all */
  constructor(backends: readonly string[]) {
    this.#backends = new Map(backends.map((name) => [name, 0]));
  }

  /** There is one more backend. */
  add(backend: string): void {
    if (!this.#backends.has(backend)) this.#backends.set(backend, 0);
  }

  /** @param line - where `expected` stands in the recording */
  compare(line: number, expected: ReplayedPick, got: ReplayedPick): void {
    this.#picks++;
    increase(this.#rules, expected?.why ?? 'none');
    if (expected !== null) increase(this.#backends, expected.backend);
    if (expected?.backend === got?.backend && expected?.why === got?.why) this.#identical++;
    else if (this.differences.length < MAX_DIFFERENCES) this.differences.push({ line, expected, got });
  }

  get counts(): {
    picks: number;
    identical: number;
    rules: Record<string, number>;
    backends: Record<string, number>;
  } {
    return {
      picks: this.#picks,
      identical: this.#identical,
      rules: Object.fromEntries(this.#rules),
      backends: Object.fromEntries(this.#backends),
    };
  }
}

function increase(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
