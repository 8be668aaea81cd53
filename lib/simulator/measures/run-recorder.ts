import { TraceHash } from '../engine/trace-hash.js';
import { backendIndex } from '../backends/backend-name.js';
import type { RequestFailure } from '../report/request-failure.js';
import type { HealthFlip, RunResult } from '../report/run-result.js';
import type { SimulationSettings } from '../plan/settings.js';
import { PlaybackRecorder, type PlayedBalancer } from '../playback/playback-recorder.js';
import { expectedTime } from '../workload/request-source.js';
import { TimeSeriesRecorder } from './time-series-recorder.js';
import { RequestRecorder, type RecorderDeps } from './request-recorder.js';

/** What happened, in the trace. */
const PICKED = 0;
const LEFT = 1;
const FAILED = 2;
const FLIPPED = 3;
const KINDS = 4;

/** Records a run: figures, time series, health changes and trace; and what is played of it, if it is to be. */
export class RunRecorder {
  readonly #deps: RecorderDeps;
  readonly #origin: number;
  readonly #backends: number;
  readonly #requests: RequestRecorder;
  readonly #course: TimeSeriesRecorder | undefined;
  readonly #trace = new TraceHash();
  readonly #flips: HealthFlip[] = [];
  readonly #playback: PlaybackRecorder | undefined;
  #retries = 0;

  /**
   * @param origin - when the story begins, from where times are told
   * @param dots - requests that are recorded to be played, at most; 0 for none
   */
  constructor(settings: SimulationSettings, deps: RecorderDeps, origin: number, dots = 0) {
    const { bins, speeds } = settings;
    this.#deps = deps;
    this.#origin = origin;
    this.#backends = speeds.length;
    this.#requests = new RequestRecorder(settings, deps);
    this.#course = bins > 0 ? new TimeSeriesRecorder(speeds.length, bins, expectedTime(settings)) : undefined;
    this.#playback = dots > 0 ? new PlaybackRecorder(settings, deps, origin, dots) : undefined;
  }

  /** The run begins, with these balancers. */
  begin(balancers: readonly PlayedBalancer[]): void {
    this.#playback?.begin(balancers);
  }

  /** Requests that have ended. */
  get ended(): number {
    return this.#requests.ended;
  }

  /** Whether requests are still under way, or are going to arrive. */
  get isOpen(): boolean {
    return this.#requests.isOpen;
  }

  /** No further request arrives. */
  close(): void {
    this.#requests.close();
  }

  /** A request comes. @returns its number, from 0 */
  arrive(): number {
    return this.#requests.arrive();
  }

  /** A job is about to come to the backend. */
  pick(job: number, backend: number): void {
    this.#requests.admit(job, backend);
    this.#course?.until(this.#time, backend, this.#present(backend));
    this.#playback?.opened(job, backend);
    this.#note(backend, PICKED);
  }

  /** A job has just left the backend, done or not. */
  left(backend: number): void {
    this.#requests.left(backend);
    this.#course?.until(this.#time, backend, this.#present(backend) + 1);
    this.#playback?.passTime();
    this.#note(backend, LEFT);
  }

  /** A request ends with an answer. */
  complete(job: number): void {
    const { jobs, queue } = this.#deps;
    this.#requests.complete(job);
    this.#playback?.ended(job, 'answered');
    this.#course?.completed(this.#time, queue.now - (jobs.arrivedAt[job] ?? 0));
  }

  /** A request ends without one. */
  fail(job: number, reason: RequestFailure): void {
    this.#requests.fail(job, reason);
    this.#playback?.ended(job, reason);
    this.#course?.failed(this.#time);
    this.#note(0, FAILED);
  }

  /** An attempt has failed, and its request is going to be sent again. */
  retry(job: number, reason: RequestFailure): void {
    this.#retries++;
    this.#playback?.ended(job, reason);
    this.#note(0, FAILED);
  }

  /** A balancer has marked a backend up or down. */
  flip(flip: Omit<HealthFlip, 'at'>): void {
    this.#flips.push({ at: this.#time, ...flip });
    this.#note(2 * backendIndex(flip.backend, this.#backends) + Number(flip.up), FLIPPED);
  }

  /** All that was taken down. */
  result(): Omit<RunResult, 'seed' | 'events' | 'wallSeconds'> {
    return {
      ...this.#requests.figures(),
      retries: this.#retries,
      flips: this.#flips,
      ...(this.#course && { course: this.#course.course(this.#time) }),
      endedAt: this.#time,
      traceHash: this.#trace.toString(),
      ...(this.#playback && { playback: this.#playback.playback() }),
    };
  }

  get #time(): number {
    return this.#deps.queue.now - this.#origin;
  }

  #present(backend: number): number {
    return this.#deps.fleet.present[backend] ?? 0;
  }

  #note(subject: number, kind: number): void {
    this.#trace.add(this.#deps.queue.now, subject * KINDS + kind);
  }
}
