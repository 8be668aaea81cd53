import type { Fleet } from '../backends/fleet.js';
import type { JobTable } from '../backends/job-table.js';
import type { EventQueue } from '../engine/event-queue.js';
import { FAILURE_REASONS, type RequestFailure } from '../report/request-failure.js';
import type { RunResult } from '../report/run-result.js';
import type { SimulationSettings } from '../plan/settings.js';
import { BatchRecorder } from './batch-recorder.js';
import { ClassOutcomes } from './class-outcomes.js';
import { RunSegments } from './run-segments.js';

/** What the recorder watches. */
export interface RecorderDeps {
  readonly jobs: JobTable;
  readonly fleet: Fleet;
  readonly queue: EventQueue;
}

type Figures = Omit<
  RunResult,
  'seed' | 'retries' | 'flips' | 'course' | 'endedAt' | 'events' | 'wallSeconds' | 'traceHash'
>;

/**
 * Takes down what becomes of requests. What counts is requests after the warm-up, and the time from the first of them to the
 * arrival of the last.
 */
export class RequestRecorder {
  readonly #jobs: JobTable;
  readonly #fleet: Fleet;
  readonly #queue: EventQueue;
  readonly #segments: RunSegments;
  readonly #batches: BatchRecorder;
  /** Of a run with classes of requests. */
  readonly #classes: ClassOutcomes | undefined;
  readonly #failures = Object.fromEntries(FAILURE_REASONS.map((reason) => [reason, 0])) as Record<
    RequestFailure,
    number
  >;
  /** All requests; Infinity until arrivals that end by time have ended. */
  #requests: number;
  #arrivals = 0;
  #ended = 0;
  #done = 0;
  #sojourns = 0;
  /** Requests under way × time, since the beginning. */
  #area = 0;
  #since = 0;

  constructor(settings: SimulationSettings, { jobs, fleet, queue }: RecorderDeps) {
    const { requests, arrivalsEnd, classes } = settings;
    this.#jobs = jobs;
    this.#fleet = fleet;
    this.#queue = queue;
    this.#requests = arrivalsEnd < Infinity ? Infinity : requests;
    this.#segments = new RunSegments(settings);
    this.#batches = new BatchRecorder(requests);
    this.#classes = classes && new ClassOutcomes(classes.length);
  }

  /** Requests that have ended. */
  get ended(): number {
    return this.#ended;
  }

  /** Whether requests are still under way, or are going to arrive. */
  get isOpen(): boolean {
    return this.#ended < this.#requests;
  }

  /** A request comes. @returns its number, from 0 */
  arrive(): number {
    this.#passTime();
    const request = this.#arrivals++;
    if (request === this.#segments.next)
      this.#segments.begin(this.#queue.now, this.#area, this.#fleet.present);
    this.#batches.arrive(request, this.#queue.now, this.#area);
    if (this.#arrivals === this.#requests) this.#end();
    return request;
  }

  /** No further request arrives. */
  close(): void {
    this.#passTime();
    this.#requests = this.#arrivals;
    this.#end();
  }

  /** A job is about to come to its backend. */
  admit(job: number, backend: number): void {
    this.#segments.until(this.#queue.now, backend, this.#fleet.present[backend] ?? 0);
    this.#segments.of(this.#jobs.request[job] ?? 0)?.pick(backend);
  }

  /** A job has just left its backend, done or not. */
  left(backend: number): void {
    this.#segments.until(this.#queue.now, backend, (this.#fleet.present[backend] ?? 0) + 1);
  }

  /** A request ends with an answer. */
  complete(job: number): void {
    this.#passTime();
    const sojourn = this.#queue.now - (this.#jobs.arrivedAt[job] ?? 0);
    const request = this.#jobs.request[job] ?? 0;
    this.#ended++;
    this.#done++;
    this.#sojourns += sojourn;
    this.#batches.complete(request, sojourn);
    const segment = this.#segments.of(request);
    segment?.complete(this.#jobs.backend[job] ?? 0, sojourn);
    if (this.#classes === undefined) return;
    const requestClass = this.#jobs.requestClass[job] ?? 0;
    this.#classes.complete(requestClass);
    segment?.classes?.complete(requestClass, sojourn);
  }

  /** A request ends without an answer. */
  fail(job: number, reason: RequestFailure): void {
    this.#passTime();
    this.#ended++;
    this.#sojourns += this.#queue.now - (this.#jobs.arrivedAt[job] ?? 0);
    this.#failures[reason]++;
    this.#classes?.fail(this.#jobs.requestClass[job] ?? 0);
  }

  figures(): Figures {
    const { warmup, isSettled, counted } = this.#segments.settle(this.#batches.queues());
    const perClass = counted.classes && this.#classes?.results(counted.classes.results());
    const { histogram, sojourns, span, area } = counted;
    return {
      requests: this.#requests,
      completed: this.#done,
      failures: { ...this.#failures },
      warmup,
      isSettled,
      histogram: histogram.raw,
      meanSojourn: histogram.count > 0 ? sojourns / histogram.count : 0,
      batches: this.#batches.batches(),
      meanQueue: span > 0 ? area / span : 0,
      perBackend: counted.perBackend(),
      ...(perClass && { perClass }),
      little: { area: this.#area, sojourns: this.#sojourns },
    };
  }

  #passTime(): void {
    const { now } = this.#queue;
    this.#area += (now - this.#since) * (this.#arrivals - this.#ended);
    this.#since = now;
  }

  #end(): void {
    this.#segments.end(this.#queue.now, this.#area, this.#fleet.present);
  }
}
