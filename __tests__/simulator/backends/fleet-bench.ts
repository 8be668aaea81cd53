import { kindOf, subjectOf, TIMER } from '../../../lib/simulator/engine/event-kind.js';
import { EventQueue } from '../../../lib/simulator/engine/event-queue.js';
import { VirtualTimers } from '../../../lib/simulator/engine/timers.js';
import { FifoFleet } from '../../../lib/simulator/backends/fifo-fleet.js';
import type { Fleet, FleetOptions } from '../../../lib/simulator/backends/fleet.js';
import type { Discipline } from '../../../lib/workload/discipline.js';
import { JobTable, NONE } from '../../../lib/simulator/backends/job-table.js';
import { SharingFleet } from '../../../lib/simulator/backends/sharing-fleet.js';

/** A job that has left its backend. */
export interface Departure {
  readonly name: string;
  readonly at: number;
  /** False if it was taken away. */
  readonly done: boolean;
}

/** A fleet without balancers: the test says what comes to which backend when. Jobs have names. */
export class FleetBench {
  readonly queue = new EventQueue();
  readonly jobs = new JobTable();
  readonly fleet: Fleet;
  readonly departures: Departure[] = [];
  readonly #timers = new VirtualTimers(this.queue);
  readonly #names = new Map<number, string>();
  #requests = 0;

  constructor(
    discipline: Discipline,
    { speeds = [1], slots = 1, queueLimit = Infinity }: Partial<FleetOptions> = {},
  ) {
    const Kind = discipline === 'ps' ? SharingFleet : FifoFleet;
    this.fleet = new Kind({ speeds, slots, queueLimit }, this.jobs, this.queue);
  }

  /** Does that then. */
  at(time: number, action: () => void): this {
    this.#timers.start(time - this.queue.now, action);
    return this;
  }

  /** A job of so much work comes to the backend now. @returns false if there was no room for it */
  admit(name: string, work: number, backend = 0): boolean {
    const job = this.jobs.take();
    this.jobs.work[job] = work;
    this.jobs.request[job] = this.#requests++;
    this.#names.set(job, name);
    if (this.fleet.admit(backend, job)) return true;
    this.#forget(job);
    return false;
  }

  /** Takes a job away, if it is still there. */
  take(name: string): void {
    for (const [job, known] of this.#names) {
      if (known !== name) continue;
      this.fleet.leave(job);
      this.#departed(job, false);
    }
  }

  /** The names of the jobs that are there. */
  get present(): string[] {
    return [...this.#names.values()];
  }

  /** Lets one event happen. @returns false when there is none */
  step(): boolean {
    if (!this.queue.next()) return false;
    const subject = subjectOf(this.queue.code);
    if (kindOf(this.queue.code) === TIMER) {
      this.#timers.fire(subject, this.queue.sequence);
      return true;
    }
    const job = this.fleet.complete(subject, this.queue.sequence);
    if (job !== NONE) this.#departed(job, true);
    return true;
  }

  /** Lets all happen. @returns who was done when: `A 1.5`; who was taken away in brackets */
  run(): string[] {
    while (this.step());
    return this.departures.map(({ name, at, done }) => (done ? `${name} ${at}` : `(${name} ${at})`));
  }

  #departed(job: number, done: boolean): void {
    this.departures.push({ name: this.#names.get(job) ?? '?', at: this.queue.now, done });
    this.#forget(job);
  }

  #forget(job: number): void {
    this.#names.delete(job);
    this.jobs.free(job);
  }
}
