import type { ClassResult } from '../report/run-result.js';

type Latencies = Omit<ClassResult, 'completed' | 'failed'>;

/** How many requests of each class ended with an answer, and how many without, in a whole run. */
export class ClassOutcomes {
  readonly #completed: Float64Array;
  readonly #failed: Float64Array;

  /** @param classes - how many there are */
  constructor(classes: number) {
    this.#completed = new Float64Array(classes);
    this.#failed = new Float64Array(classes);
  }

  complete(requestClass: number): void {
    this.#completed[requestClass] = (this.#completed[requestClass] ?? 0) + 1;
  }

  fail(requestClass: number): void {
    this.#failed[requestClass] = (this.#failed[requestClass] ?? 0) + 1;
  }

  /** @param latencies - of each class, to be told with its counts */
  results(latencies: readonly Latencies[]): ClassResult[] {
    return latencies.map((found, each) => ({
      completed: this.#completed[each] ?? 0,
      failed: this.#failed[each] ?? 0,
      ...found,
    }));
  }
}
