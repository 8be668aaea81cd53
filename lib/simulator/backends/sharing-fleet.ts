import { COMPLETION, eventCode } from '../engine/event-kind.js';
import type { EventQueue } from '../engine/event-queue.js';
import type { Fleet, FleetOptions } from './fleet.js';
import { NONE, SERVED, type JobTable } from './job-table.js';

/** A backend that shares its slots among its jobs. */
interface SharedBackend {
  speed: number;
  /** The work that a job would have got that had been here from the beginning. */
  attained: number;
  /** When that was so. */
  since: number;
  /** The number of the event at which the next job is done. */
  completion: number;
  /** The jobs, as a binary heap by the attained work at which each is done. */
  readonly jobs: number[];
}

/**
 * Backends that work on all their jobs at once, each at an equal share and none faster than on a slot of its own
 * (egalitarian processor sharing; L. Kleinrock, "Time-shared systems: a theoretical treatment", 1967).
 *
 * All jobs of a backend gain work at one rate, so a job is done when the work attained has grown by its own. Cost of an
 * arrival or a departure: O(log jobs at the backend). The `work` of a job is the attained work at which it is done.
 */
export class SharingFleet implements Fleet {
  readonly present: Int32Array;
  readonly #table: JobTable;
  readonly #queue: EventQueue;
  readonly #slots: number;
  readonly #limit: number;
  readonly #backends: readonly SharedBackend[];

  constructor({ speeds, slots, queueLimit }: FleetOptions, jobs: JobTable, queue: EventQueue) {
    this.#table = jobs;
    this.#queue = queue;
    this.#slots = slots;
    this.#limit = slots + queueLimit;
    this.present = new Int32Array(speeds.length);
    this.#backends = speeds.map((speed) => ({ speed, attained: 0, since: 0, completion: 0, jobs: [] }));
  }

  admit(index: number, job: number): boolean {
    const backend = this.#backend(index);
    if (backend.jobs.length >= this.#limit) return false;
    this.#bringUpToDate(backend);
    const table = this.#table;
    table.backend[job] = index;
    table.state[job] = SERVED;
    table.work[job] = (table.work[job] ?? 0) + backend.attained;
    backend.jobs.push(job);
    this.#rise(backend.jobs, backend.jobs.length - 1);
    this.#changed(index, backend);
    return true;
  }

  complete(index: number, sequence: number): number {
    const backend = this.#backend(index);
    const [job = NONE] = backend.jobs;
    if (backend.completion !== sequence || job === NONE) return NONE;
    this.#bringUpToDate(backend);
    // Rounding must not leave a rest that would never end.
    backend.attained = Math.max(backend.attained, this.#table.work[job] ?? 0);
    this.#removeAt(backend.jobs, 0);
    this.#changed(index, backend);
    return job;
  }

  leave(job: number): void {
    const index = this.#table.backend[job] ?? 0;
    const backend = this.#backend(index);
    this.#bringUpToDate(backend);
    this.#removeAt(backend.jobs, backend.jobs.indexOf(job));
    this.#changed(index, backend);
  }

  setSpeed(index: number, speed: number): void {
    const backend = this.#backend(index);
    this.#bringUpToDate(backend);
    backend.speed = speed;
    this.#changed(index, backend);
  }

  #backend(index: number): SharedBackend {
    const backend = this.#backends[index];
    if (backend === undefined) throw new RangeError(`there is no backend no. ${index}`);
    return backend;
  }

  /** Work that each job gets in a unit of time. */
  #rateOf({ speed, jobs }: SharedBackend): number {
    return jobs.length <= this.#slots ? speed : (speed * this.#slots) / jobs.length;
  }

  #bringUpToDate(backend: SharedBackend): void {
    const { now } = this.#queue;
    if (backend.jobs.length > 0) backend.attained += (now - backend.since) * this.#rateOf(backend);
    else backend.attained = 0;
    backend.since = now;
  }

  /** Its jobs or its speed are others: the next completion is at another time. */
  #changed(index: number, backend: SharedBackend): void {
    this.present[index] = backend.jobs.length;
    const [first] = backend.jobs;
    const rate = this.#rateOf(backend);
    if (first === undefined || rate === 0) {
      backend.completion = 0;
      return;
    }
    const left = Math.max(0, (this.#table.work[first] ?? 0) - backend.attained);
    backend.completion = this.#queue.push(this.#queue.now + left / rate, eventCode(COMPLETION, index));
  }

  #removeAt(jobs: number[], place: number): void {
    const last = jobs.pop() ?? NONE;
    if (place === jobs.length) return;
    jobs[place] = last;
    this.#rise(jobs, place);
    this.#sink(jobs, place);
  }

  #rise(jobs: number[], from: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >>> 1;
      if (!this.#isBefore(jobs, place, parent)) return;
      this.#swap(jobs, place, parent);
      place = parent;
    }
  }

  #sink(jobs: number[], from: number): void {
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= jobs.length) return;
      if (child + 1 < jobs.length && this.#isBefore(jobs, child + 1, child)) child++;
      if (!this.#isBefore(jobs, child, place)) return;
      this.#swap(jobs, place, child);
      place = child;
    }
  }

  /** Among jobs that are done at once, the one that came first. */
  #isBefore(jobs: readonly number[], place: number, other: number): boolean {
    const { work, request } = this.#table;
    const [a, b] = [jobs[place] ?? 0, jobs[other] ?? 0];
    const difference = (work[a] ?? 0) - (work[b] ?? 0);
    return difference < 0 || (difference === 0 && (request[a] ?? 0) < (request[b] ?? 0));
  }

  #swap(jobs: number[], place: number, other: number): void {
    [jobs[place], jobs[other]] = [jobs[other] ?? NONE, jobs[place] ?? NONE];
  }
}
