import type { Fleet } from '../backends/fleet.js';
import type { JobTable } from '../backends/job-table.js';
import type { EventQueue } from '../engine/event-queue.js';
import { FAILURE_REASONS, type RequestFailure } from '../report/request-failure.js';
import type { BackendResult, RunResult } from '../report/run-result.js';
import type { SimulationSettings } from '../plan/settings.js';
import { LatencyHistogram } from './latency-histogram.js';
import { Occupancy } from './occupancy.js';

/** Parts of a run whose means are compared to tell how sure the mean of all is. */
const BATCHES = 30;

/** What the recorder watches. */
export interface RecorderDeps {
  readonly jobs: JobTable;
  readonly fleet: Fleet;
  readonly queue: EventQueue;
}

type Figures = Omit<
  RunResult,
  'seed' | 'flips' | 'course' | 'endedAt' | 'events' | 'wallSeconds' | 'traceHash'
>;

/**
 * Takes down what becomes of requests. What counts is requests after the warm-up, and the time from the first of them to the
 * arrival of the last.
 */
export class RequestRecorder {
  readonly #jobs: JobTable;
  readonly #fleet: Fleet;
  readonly #queue: EventQueue;
  readonly #requests: number;
  readonly #warmup: number;
  readonly #slots: number;
  readonly #histogram = new LatencyHistogram();
  readonly #batchSums = new Float64Array(BATCHES);
  readonly #batchCounts = new Float64Array(BATCHES);
  readonly #occupancy: Occupancy;
  readonly #picked: Float64Array;
  readonly #completed: Float64Array;
  readonly #failures = Object.fromEntries(FAILURE_REASONS.map((reason) => [reason, 0])) as Record<
    RequestFailure,
    number
  >;
  #arrivals = 0;
  #ended = 0;
  #done = 0;
  #sojourns = 0;
  /** Requests under way × time, since the beginning and since what counts began. */
  #area = 0;
  #areaBefore = 0;
  #since = 0;
  #countsFrom = 0;
  #means: { readonly meanQueue: number; readonly span: number } | undefined;

  constructor({ requests, warmup, speeds, slots }: SimulationSettings, { jobs, fleet, queue }: RecorderDeps) {
    this.#jobs = jobs;
    this.#fleet = fleet;
    this.#queue = queue;
    this.#requests = requests;
    this.#warmup = warmup;
    this.#slots = slots;
    this.#occupancy = new Occupancy(speeds.length, slots);
    this.#picked = new Float64Array(speeds.length);
    this.#completed = new Float64Array(speeds.length);
  }

  /** Requests that have ended. */
  get ended(): number {
    return this.#ended;
  }

  /** A request comes. @returns its number, from 0 */
  arrive(): number {
    this.#passTime();
    const request = this.#arrivals++;
    if (request === this.#warmup) this.#begin();
    if (this.#arrivals === this.#requests) this.#end();
    return request;
  }

  /** A job is about to come to its backend. */
  admit(job: number, backend: number): void {
    this.#until(backend, this.#fleet.present[backend] ?? 0);
    if (this.#counts(job)) this.#picked[backend] = (this.#picked[backend] ?? 0) + 1;
  }

  /** A job has just left its backend, done or not. */
  left(backend: number): void {
    this.#until(backend, (this.#fleet.present[backend] ?? 0) + 1);
  }

  /** A request ends with an answer. */
  complete(job: number): void {
    this.#passTime();
    const sojourn = this.#queue.now - (this.#jobs.arrivedAt[job] ?? 0);
    this.#ended++;
    this.#done++;
    this.#sojourns += sojourn;
    if (!this.#counts(job)) return;
    this.#histogram.record(sojourn);
    const backend = this.#jobs.backend[job] ?? 0;
    this.#completed[backend] = (this.#completed[backend] ?? 0) + 1;
    this.#addToBatch(job, sojourn);
  }

  /** A request ends without an answer. */
  fail(job: number, reason: RequestFailure): void {
    this.#passTime();
    this.#ended++;
    this.#sojourns += this.#queue.now - (this.#jobs.arrivedAt[job] ?? 0);
    this.#failures[reason]++;
  }

  figures(): Figures {
    const { meanQueue, span } = this.#means ?? { meanQueue: 0, span: 0 };
    const sum = this.#batchSums.reduce((total, each) => total + each, 0);
    return {
      requests: this.#requests,
      completed: this.#done,
      failures: { ...this.#failures },
      histogram: this.#histogram.raw,
      meanSojourn: this.#histogram.count > 0 ? sum / this.#histogram.count : 0,
      batchMeans: [...this.#batchSums]
        .map((total, batch) => total / (this.#batchCounts[batch] ?? 0))
        .filter(Number.isFinite),
      meanQueue,
      perBackend: this.#perBackend(span),
      little: { area: this.#area, sojourns: this.#sojourns },
    };
  }

  #perBackend(span: number): BackendResult[] {
    const perTime = (area: number): number => (span > 0 ? area / span : 0);
    return [...this.#picked].map((picked, backend) => ({
      picked,
      completed: this.#completed[backend] ?? 0,
      meanQueue: perTime(this.#occupancy.present[backend] ?? 0),
      utilisation: perTime(this.#occupancy.busy[backend] ?? 0) / this.#slots,
    }));
  }

  #counts(job: number): boolean {
    return (this.#jobs.request[job] ?? 0) >= this.#warmup;
  }

  #addToBatch(job: number, sojourn: number): void {
    const place = (this.#jobs.request[job] ?? 0) - this.#warmup;
    const batch = Math.floor((place * BATCHES) / (this.#requests - this.#warmup));
    this.#batchSums[batch] = (this.#batchSums[batch] ?? 0) + sojourn;
    this.#batchCounts[batch] = (this.#batchCounts[batch] ?? 0) + 1;
  }

  /** The backend has had `present` jobs until now. */
  #until(backend: number, present: number): void {
    if (this.#means === undefined) this.#occupancy.until(this.#queue.now, backend, present);
  }

  #passTime(): void {
    const { now } = this.#queue;
    this.#area += (now - this.#since) * (this.#arrivals - this.#ended);
    this.#since = now;
  }

  #begin(): void {
    this.#areaBefore = this.#area;
    this.#countsFrom = this.#queue.now;
    this.#occupancy.reset(this.#queue.now);
  }

  #end(): void {
    const { now } = this.#queue;
    const span = now - this.#countsFrom;
    this.#occupancy.untilAll(now, this.#fleet.present);
    this.#means = { span, meanQueue: span > 0 ? (this.#area - this.#areaBefore) / span : 0 };
  }
}
