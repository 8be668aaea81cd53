/**
 * How many jobs each backend has, and how many of its slots work, over time: areas under these curves since {@link begin},
 * which by the length of time give the means.
 */
export class Occupancy {
  /** Jobs × time, waiting or served. */
  readonly present: Float64Array;
  /** Working slots × time. */
  readonly busy: Float64Array;
  readonly #since: Float64Array;
  readonly #slots: number;

  constructor(backends: number, slots: number) {
    this.present = new Float64Array(backends);
    this.busy = new Float64Array(backends);
    this.#since = new Float64Array(backends);
    this.#slots = slots;
  }

  /** The backend has had `present` jobs until now. To be called before that changes. */
  until(now: number, backend: number, present: number): void {
    const passed = now - (this.#since[backend] ?? 0);
    this.#since[backend] = now;
    this.present[backend] = (this.present[backend] ?? 0) + passed * present;
    this.busy[backend] = (this.busy[backend] ?? 0) + passed * Math.min(present, this.#slots);
  }

  /** Brings all backends up to date. */
  untilAll(now: number, present: Int32Array): void {
    present.forEach((jobs, backend) => this.until(now, backend, jobs));
  }

  /** What counts begins now. */
  begin(now: number): void {
    this.#since.fill(now);
  }

  /** Adds the areas of another time. */
  add({ present, busy }: Occupancy): void {
    present.forEach((area, backend) => (this.present[backend] = (this.present[backend] ?? 0) + area));
    busy.forEach((area, backend) => (this.busy[backend] = (this.busy[backend] ?? 0) + area));
  }
}
