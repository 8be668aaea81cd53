import type { TimeSeries } from '../report/run-result.js';

/** Intervals past the expected end that are kept, for what is worked off after the last arrival. */
const MOST_INTERVALS_PER_EXPECTED = 2;

/** Takes down the course of things, in intervals. */
export class TimeSeriesRecorder {
  readonly #step: number;
  readonly #most: number;
  readonly #queues: number[][];
  readonly #since: number[];
  readonly #completed: number[] = [];
  readonly #failed: number[] = [];
  readonly #sojourns: number[] = [];

  /** @param expected - how long requests are going to come */
  constructor(backends: number, bins: number, expected: number) {
    this.#step = expected / bins;
    this.#most = bins * MOST_INTERVALS_PER_EXPECTED;
    this.#queues = Array.from({ length: backends }, () => []);
    this.#since = Array.from({ length: backends }, () => 0);
  }

  /** The backend has had `present` jobs until now. */
  until(now: number, backend: number, present: number): void {
    const areas = this.#queues[backend] ?? [];
    let from = this.#since[backend] ?? 0;
    this.#since[backend] = now;
    for (let bin = this.#binOf(from); from < now; bin++) {
      const to = bin === this.#most - 1 ? now : Math.min(now, (bin + 1) * this.#step);
      // The end of an interval may be rounded to its beginning: the time belongs to the next one.
      if (to <= from) continue;
      areas[bin] = (areas[bin] ?? 0) + (to - from) * present;
      from = to;
    }
  }

  completed(now: number, sojourn: number): void {
    const bin = this.#binOf(now);
    this.#completed[bin] = (this.#completed[bin] ?? 0) + 1;
    this.#sojourns[bin] = (this.#sojourns[bin] ?? 0) + sojourn;
  }

  failed(now: number): void {
    const bin = this.#binOf(now);
    this.#failed[bin] = (this.#failed[bin] ?? 0) + 1;
  }

  course(now: number): TimeSeries {
    const bins = Math.min(this.#most, Math.floor(now / this.#step) + 1);
    const filled = (values: readonly number[]): number[] =>
      Array.from({ length: bins }, (_, bin) => values[bin] ?? 0);
    const completed = filled(this.#completed);
    return {
      step: this.#step,
      queues: this.#queues.map((areas) => filled(areas).map((area) => area / this.#step)),
      completed,
      failed: filled(this.#failed),
      sojourns: filled(this.#sojourns).map((sum, bin) => sum / Math.max(1, completed[bin] ?? 0)),
    };
  }

  #binOf(time: number): number {
    return Math.min(this.#most - 1, Math.floor(time / this.#step));
  }
}
