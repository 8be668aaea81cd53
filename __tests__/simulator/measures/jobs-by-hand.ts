import { FifoFleet } from '../../../lib/simulator/backends/fifo-fleet.js';
import { JobTable } from '../../../lib/simulator/backends/job-table.js';
import { EventQueue } from '../../../lib/simulator/engine/event-queue.js';
import type { RecorderDeps } from '../../../lib/simulator/measures/request-recorder.js';
import type { SimulationSettings } from '../../../lib/simulator/plan/settings.js';
import type { RequestFailure } from '../../../lib/simulator/report/request-failure.js';

/** What is told of the jobs. */
interface JobRecorder {
  arrive(): number;
  left(backend: number): void;
  complete(job: number): void;
  fail(job: number, reason: RequestFailure): void;
}

/** Jobs that a test moves by hand: each stays at its backend until the test says otherwise, whatever the fleet thinks of it. */
export class JobsByHand<Recorder extends JobRecorder> {
  readonly queue = new EventQueue();
  readonly jobs = new JobTable();
  readonly recorder: Recorder;
  readonly #fleet: FifoFleet;
  readonly #picked: (recorder: Recorder, job: number, backend: number) => void;

  /** @param picked - tells the recorder that the job is about to come to the backend */
  constructor(
    settings: SimulationSettings,
    makeRecorder: (deps: RecorderDeps) => Recorder,
    picked: (recorder: Recorder, job: number, backend: number) => void,
  ) {
    this.#fleet = new FifoFleet(settings, this.jobs, this.queue);
    this.recorder = makeRecorder({ jobs: this.jobs, fleet: this.#fleet, queue: this.queue });
    this.#picked = picked;
  }

  passTo(time: number): void {
    this.queue.push(time, 0);
    while (this.queue.now < time) this.queue.next();
  }

  /** A request comes to the backend now. @returns its job */
  arrive(backend: number): number {
    const job = this.jobs.take();
    this.jobs.request[job] = this.recorder.arrive();
    this.jobs.arrivedAt[job] = this.queue.now;
    this.#picked(this.recorder, job, backend);
    this.#fleet.admit(backend, job);
    return job;
  }

  leave(job: number): void {
    this.#fleet.leave(job);
    this.recorder.left(this.jobs.backend[job] ?? 0);
  }

  complete(job: number): void {
    this.leave(job);
    this.recorder.complete(job);
    this.jobs.free(job);
  }

  fail(job: number, reason: RequestFailure): void {
    this.leave(job);
    this.recorder.fail(job, reason);
    this.jobs.free(job);
  }
}
