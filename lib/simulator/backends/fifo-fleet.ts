import { COMPLETION, eventCode } from '../engine/event-kind.js';
import type { EventQueue } from '../engine/event-queue.js';
import type { Fleet, FleetOptions } from './fleet.js';
import { NONE, SERVED, WAITING, type JobTable } from './job-table.js';

/** Backends that serve jobs in the order in which they came, each of them to its end, on a number of slots. */
export class FifoFleet implements Fleet {
  readonly present: Int32Array;
  readonly #jobs: JobTable;
  readonly #queue: EventQueue;
  readonly #slots: number;
  readonly #queueLimit: number;
  readonly #speeds: Float64Array;
  readonly #heads: Int32Array;
  readonly #tails: Int32Array;

  constructor({ speeds, slots, queueLimit }: FleetOptions, jobs: JobTable, queue: EventQueue) {
    this.#jobs = jobs;
    this.#queue = queue;
    this.#slots = slots;
    this.#queueLimit = queueLimit;
    this.#speeds = Float64Array.from(speeds);
    this.present = new Int32Array(speeds.length);
    this.#heads = new Int32Array(speeds.length).fill(NONE);
    this.#tails = new Int32Array(speeds.length).fill(NONE);
  }

  admit(backend: number, job: number): boolean {
    const present = this.present[backend] ?? 0;
    if (present - this.#slots >= this.#queueLimit) return false;
    this.present[backend] = present + 1;
    this.#jobs.backend[job] = backend;
    if (present < this.#slots) this.#begin(job);
    else this.#append(backend, job);
    return true;
  }

  complete(job: number, sequence: number): number {
    if (this.#jobs.completion[job] !== sequence) return NONE;
    this.leave(job);
    return job;
  }

  leave(job: number): void {
    const backend = this.#jobs.backend[job] ?? 0;
    this.present[backend] = (this.present[backend] ?? 0) - 1;
    this.#jobs.completion[job] = 0;
    if (this.#jobs.state[job] === WAITING) this.#unlink(backend, job);
    else this.#serveNext(backend);
  }

  setSpeed(backend: number, speed: number): void {
    const { state, work, since, backend: backends } = this.#jobs;
    const before = this.#speeds[backend] ?? 0;
    this.#speeds[backend] = speed;
    for (let job = 0; job < this.#jobs.size; job++) {
      if (state[job] !== SERVED || backends[job] !== backend) continue;
      // Rounding must not leave less than nothing: it would be done in the past.
      work[job] = Math.max(0, (work[job] ?? 0) - (this.#queue.now - (since[job] ?? 0)) * before);
      this.#begin(job);
    }
  }

  /** Works on the job from now on. */
  #begin(job: number): void {
    const jobs = this.#jobs;
    const { now } = this.#queue;
    const speed = this.#speeds[jobs.backend[job] ?? 0] ?? 0;
    jobs.state[job] = SERVED;
    jobs.since[job] = now;
    jobs.completion[job] =
      speed > 0 ? this.#queue.push(now + (jobs.work[job] ?? 0) / speed, eventCode(COMPLETION, job)) : 0;
  }

  #append(backend: number, job: number): void {
    const tail = this.#tails[backend] ?? NONE;
    this.#jobs.state[job] = WAITING;
    this.#jobs.next[job] = NONE;
    if (tail === NONE) this.#heads[backend] = job;
    else this.#jobs.next[tail] = job;
    this.#tails[backend] = job;
  }

  #serveNext(backend: number): void {
    const job = this.#heads[backend] ?? NONE;
    if (job === NONE) return;
    const next = this.#jobs.next[job] ?? NONE;
    this.#heads[backend] = next;
    if (next === NONE) this.#tails[backend] = NONE;
    this.#begin(job);
  }

  /** Takes a job out of the queue, wherever it stands. */
  #unlink(backend: number, job: number): void {
    const { next } = this.#jobs;
    const after = next[job] ?? NONE;
    let before = NONE;
    for (let each = this.#heads[backend] ?? NONE; each !== job; each = next[each] ?? NONE) before = each;
    if (before === NONE) this.#heads[backend] = after;
    else next[before] = after;
    if (after === NONE) this.#tails[backend] = before;
  }
}
