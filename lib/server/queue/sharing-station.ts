import { JobHeap } from './job-heap.js';
import { idleIn, type Job, type Station, type StationOptions } from './station.js';

/**
 * Works on all jobs at once, each at an equal share and none faster than on a slot of its own (egalitarian processor sharing;
 * L. Kleinrock, "Time-shared systems: a theoretical treatment", 1967).
 *
 * All jobs gain work at one rate, so a job is done when the work attained by one that had always been here has grown by its
 * own: it is due at that attained work.
 */
export class SharingStation implements Station {
  readonly #slots: number;
  readonly #room: number;
  readonly waiting = 0;
  readonly #jobs = new JobHeap();
  #attained = 0;
  /** When that was so. */
  #since = 0;

  /** @param options - with `slots` and `limit` together the number of jobs that there is room for */
  constructor({ slots, limit }: StationOptions) {
    this.#slots = slots;
    this.#room = slots + limit;
  }

  get serving(): number {
    return this.#jobs.size;
  }

  get nextEnd(): number {
    const { first } = this.#jobs;
    return first === undefined
      ? Infinity
      : this.#since + Math.max(0, first.due - this.#attained) / this.#rate;
  }

  admit(job: Job, now: number): boolean {
    if (this.#jobs.size >= this.#room) return false;
    this.#bringUpToDate(now);
    job.due = this.#attained + job.workMs;
    this.#jobs.push(job);
    return true;
  }

  complete(): Job | undefined {
    const end = this.nextEnd;
    if (end === Infinity) return undefined;
    this.#bringUpToDate(end);
    const job = this.#jobs.shift();
    // Rounding must not leave a rest that would never end.
    this.#attained = Math.max(this.#attained, job?.due ?? 0);
    return job;
  }

  leave(job: Job, now: number): void {
    this.#bringUpToDate(now);
    this.#jobs.remove(job);
  }

  idleInMs(now: number): number {
    const done = this.#attained + (now - this.#since) * this.#rate;
    return idleIn(
      [...this.#jobs].map(({ due }) => Math.max(0, due - done)),
      this.#slots,
    );
  }

  /** Work that each job gets in a unit of time. */
  get #rate(): number {
    return Math.min(1, this.#slots / this.#jobs.size);
  }

  #bringUpToDate(now: number): void {
    if (this.#jobs.size > 0) this.#attained += (now - this.#since) * this.#rate;
    else this.#attained = 0;
    this.#since = now;
  }
}
