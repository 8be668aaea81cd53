import { JobHeap } from './job-heap.js';
import { idleIn, type Job, type Station, type StationOptions } from './station.js';

/** Serves jobs in the order in which they came, each of them to its end, on a number of slots. */
export class FifoStation implements Station {
  readonly #slots: number;
  readonly #limit: number;
  /** Each is due when it is done. */
  readonly #serving = new JobHeap();
  readonly #waiting = new Set<Job>();

  constructor({ slots, limit }: StationOptions) {
    this.#slots = slots;
    this.#limit = limit;
  }

  get serving(): number {
    return this.#serving.size;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  get nextEnd(): number {
    return this.#serving.first?.due ?? Infinity;
  }

  admit(job: Job, now: number): boolean {
    if (this.#serving.size < this.#slots) this.#begin(job, now);
    else if (this.#waiting.size >= this.#limit) return false;
    else this.#waiting.add(job);
    return true;
  }

  complete(): Job | undefined {
    const job = this.#serving.shift();
    if (job !== undefined) this.#serveNext(job.due);
    return job;
  }

  leave(job: Job, now: number): void {
    if (this.#waiting.delete(job)) return;
    this.#serving.remove(job);
    this.#serveNext(now);
  }

  idleInMs(now: number): number {
    const served = [...this.#serving].map(({ due }) => Math.max(0, due - now));
    return idleIn([...served, ...[...this.#waiting].map(({ workMs }) => workMs)], this.#slots);
  }

  #serveNext(now: number): void {
    const [next] = this.#waiting;
    if (next === undefined) return;
    this.#waiting.delete(next);
    this.#begin(next, now);
  }

  #begin(job: Job, now: number): void {
    job.due = now + job.workMs;
    this.#serving.push(job);
  }
}
