import { LatencyHistogram } from '../../latency/latency-histogram.js';
import type { ClassResult } from '../report/run-result.js';

/** The latencies of each class of requests in a part of a run. */
export class ClassLatencies {
  readonly #histograms: readonly LatencyHistogram[];
  readonly #sojourns: Float64Array;

  /** @param classes - how many there are */
  constructor(classes: number) {
    this.#histograms = Array.from({ length: classes }, () => new LatencyHistogram());
    this.#sojourns = new Float64Array(classes);
  }

  complete(requestClass: number, sojourn: number): void {
    this.#histograms[requestClass]?.record(sojourn);
    this.#sojourns[requestClass] = (this.#sojourns[requestClass] ?? 0) + sojourn;
  }

  /** Adds those of another part. */
  add(other: ClassLatencies): void {
    this.#histograms.forEach((histogram, each) => {
      const more = other.#histograms[each];
      if (more !== undefined) histogram.add(more.raw);
      this.#sojourns[each] = (this.#sojourns[each] ?? 0) + (other.#sojourns[each] ?? 0);
    });
  }

  results(): Omit<ClassResult, 'completed' | 'failed'>[] {
    return this.#histograms.map((histogram, each) => ({
      histogram: histogram.raw,
      meanSojourn: histogram.count > 0 ? (this.#sojourns[each] ?? 0) / histogram.count : 0,
    }));
  }
}
