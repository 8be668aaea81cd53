import type { ClassResult } from '../report/run-result.js';
import { LatencyHistogram } from '../../latency/latency-histogram.js';

/** What is counted of each class of requests in a part of a run. */
export class ClassCounts {
  readonly #histograms: readonly LatencyHistogram[];
  readonly #sojourns: Float64Array;
  readonly #failed: Float64Array;

  /** @param classes - how many there are */
  constructor(classes: number) {
    this.#histograms = Array.from({ length: classes }, () => new LatencyHistogram());
    this.#sojourns = new Float64Array(classes);
    this.#failed = new Float64Array(classes);
  }

  complete(requestClass: number, sojourn: number): void {
    this.#histograms[requestClass]?.record(sojourn);
    this.#sojourns[requestClass] = (this.#sojourns[requestClass] ?? 0) + sojourn;
  }

  fail(requestClass: number): void {
    this.#failed[requestClass] = (this.#failed[requestClass] ?? 0) + 1;
  }

  /** Adds what was counted of another part. */
  add(other: ClassCounts): void {
    this.#histograms.forEach((histogram, each) => {
      const more = other.#histograms[each];
      if (more !== undefined) histogram.add(more.raw);
      this.#sojourns[each] = (this.#sojourns[each] ?? 0) + (other.#sojourns[each] ?? 0);
      this.#failed[each] = (this.#failed[each] ?? 0) + (other.#failed[each] ?? 0);
    });
  }

  results(): ClassResult[] {
    return this.#histograms.map((histogram, each) => ({
      completed: histogram.count,
      failed: this.#failed[each] ?? 0,
      histogram: histogram.raw,
      meanSojourn: histogram.count > 0 ? (this.#sojourns[each] ?? 0) / histogram.count : 0,
    }));
  }
}
