import type { BackendResult } from '../report/run-result.js';
import { LatencyHistogram } from '../../latency/latency-histogram.js';
import { ClassLatencies } from './class-latencies.js';
import { Occupancy } from './occupancy.js';

/** What is counted of a part of a run. Parts that follow each other can be put together. */
export class RunSegment {
  readonly histogram = new LatencyHistogram();
  readonly occupancy: Occupancy;
  /** Of a run with classes of requests. */
  readonly classes: ClassLatencies | undefined;
  /** Time that the part took. */
  span = 0;
  /** Requests under way × time. */
  area = 0;
  /** Latencies of the requests that were answered. */
  sojourns = 0;
  readonly #slots: number;
  readonly #picked: Float64Array;
  readonly #completed: Float64Array;

  /** @param classes - of requests; 0 for none */
  constructor(backends: number, slots: number, classes: number) {
    this.#slots = slots;
    this.occupancy = new Occupancy(backends, slots);
    this.classes = classes > 0 ? new ClassLatencies(classes) : undefined;
    this.#picked = new Float64Array(backends);
    this.#completed = new Float64Array(backends);
  }

  pick(backend: number): void {
    this.#picked[backend] = (this.#picked[backend] ?? 0) + 1;
  }

  complete(backend: number, sojourn: number): void {
    this.histogram.record(sojourn);
    this.sojourns += sojourn;
    this.#completed[backend] = (this.#completed[backend] ?? 0) + 1;
  }

  /** Adds what was counted of another part. */
  add(other: RunSegment): void {
    this.histogram.add(other.histogram.raw);
    this.occupancy.add(other.occupancy);
    if (other.classes !== undefined) this.classes?.add(other.classes);
    addEach(this.#picked, other.#picked);
    addEach(this.#completed, other.#completed);
    this.span += other.span;
    this.area += other.area;
    this.sojourns += other.sojourns;
  }

  perBackend(): BackendResult[] {
    const { span, occupancy } = this;
    const perTime = (area: number): number => (span > 0 ? area / span : 0);
    return [...this.#picked].map((picked, backend) => ({
      picked,
      completed: this.#completed[backend] ?? 0,
      meanQueue: perTime(occupancy.present[backend] ?? 0),
      utilisation: perTime(occupancy.busy[backend] ?? 0) / this.#slots,
    }));
  }
}

function addEach(to: Float64Array, from: Float64Array): void {
  from.forEach((value, index) => (to[index] = (to[index] ?? 0) + value));
}
