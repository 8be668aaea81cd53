import { createHash } from 'node:crypto';
import { MAX_TIMER_MS } from '../../net/timers.js';
import { seededRandom } from '../../seeded-random.js';
import type { Discipline } from '../../workload/discipline.js';
import { serviceTimes } from '../../workload/service-times.js';
import { parseTimedService } from '../../workload/timed-service.js';
import { FifoStation } from './fifo-station.js';
import { SharingStation } from './sharing-station.js';
import type { Job, Station } from './station.js';
import { toThousandths } from '../../units.js';

export interface ServiceQueueOptions {
  /** Such as `exponential:50ms`. */
  readonly service: string;
  /** Requests that are worked on at once; Infinity for no bound. */
  readonly slots: number;
  readonly discipline: Discipline;
  /** Requests that may wait; Infinity for no bound. */
  readonly queue: number;
}

/** How the queue of a backend stands, and what has become of its requests. */
export interface QueueStats {
  /** Requests that are worked on now; under processor sharing all of them. */
  readonly serving: number;
  /** Requests that wait now. */
  readonly waiting: number;
  /** The most that were there at once, waiting or worked on. */
  readonly most: number;
  readonly answered: number;
  /** Requests for which there was no room. */
  readonly refused: number;
  /** Requests whose client left before they were answered. */
  readonly abandoned: number;
  /** Of those answered: mean of the service times drawn, in milliseconds; null before the first. */
  readonly meanServiceMs: number | null;
  /** Of those answered: mean time from arrival to completion, on the ideal schedule, in milliseconds. */
  readonly meanLatencyMs: number | null;
  /** By how much the latest answer missed its time on that schedule, in milliseconds. */
  readonly latestMs: number;
}

interface Request extends Job {
  readonly arrivedAt: number;
  readonly done: () => void;
}

/**
 * The queue of one backend: requests take service times drawn at random, on a number of slots.
 *
 * It goes by an ideal schedule: a request that a timer noticed late is done when it should have been, and the next one begins
 * then. So an answer can be late by what the machine's timers are, and lateness never adds up.
 */
export class ServiceQueue {
  readonly #station: Station;
  readonly #draw: () => number;
  #timer: NodeJS.Timeout | undefined;
  /** When the timer is to look. */
  #armedFor = Infinity;
  #most = 0;
  #answered = 0;
  #refused = 0;
  #abandoned = 0;
  #serviceMs = 0;
  #latencyMs = 0;
  #latestMs = 0;

  /** @param name - of the backend: with the same seed, backends of different names draw different service times */
  constructor({ service, slots, discipline, queue }: ServiceQueueOptions, seed: number, name: string) {
    const { distribution, meanMs } = parseTimedService(service);
    const Discipline = discipline === 'fifo' ? FifoStation : SharingStation;
    this.#station = new Discipline({ slots, limit: queue });
    const own = createHash('sha256').update(`${seed} ${name}`).digest().readInt32BE();
    this.#draw = serviceTimes(distribution, meanMs, seededRandom(own));
  }

  get stats(): QueueStats {
    this.#advance();
    const answered = this.#answered;
    const mean = (sum: number): number | null => (answered === 0 ? null : toThousandths(sum / answered));
    return {
      serving: this.#station.serving,
      waiting: this.#station.waiting,
      most: this.#most,
      answered,
      refused: this.#refused,
      abandoned: this.#abandoned,
      meanServiceMs: mean(this.#serviceMs),
      meanLatencyMs: mean(this.#latencyMs),
      latestMs: toThousandths(this.#latestMs),
    };
  }

  /** Requests that wait now. */
  get waiting(): number {
    return this.#station.waiting;
  }

  /** An upper bound of the time until all requests are done, in milliseconds. */
  get idleInMs(): number {
    return this.#station.idleInMs(performance.now());
  }

  /**
   * A request arrives now.
   *
   * @param done - called once when it is done, unless it is abandoned
   * @returns abandons it; undefined if there is no room for it
   */
  arrive(done: () => void): (() => void) | undefined {
    const now = this.#advance();
    const request: Request = { workMs: this.#draw(), due: 0, gone: false, arrivedAt: now, done };
    if (!this.#station.admit(request, now)) {
      this.#refused++;
      return undefined;
    }
    this.#most = Math.max(this.#most, this.#station.serving + this.#station.waiting);
    this.#arm(now);
    return () => this.#abandon(request);
  }

  #abandon(request: Request): void {
    const now = this.#advance(request);
    if (request.gone) return;
    this.#abandoned++;
    this.#station.leave(request, now);
    this.#arm(now);
  }

  /** Completes what is done by now. @param abandoned - a request whose client is gone: nobody is told */
  #advance(abandoned?: Request): number {
    const now = performance.now();
    const done: Request[] = [];
    for (let end = this.#station.nextEnd; end <= now; end = this.#station.nextEnd) {
      const request = this.#station.complete() as Request | undefined;
      if (request === undefined) break;
      request.gone = true;
      this.#answered++;
      this.#serviceMs += request.workMs;
      this.#latencyMs += end - request.arrivedAt;
      this.#latestMs = Math.max(this.#latestMs, now - end);
      if (request !== abandoned) done.push(request);
    }
    // After the loop: an answer can make another request arrive.
    for (const request of done) request.done();
    return now;
  }

  #arm(now: number): void {
    const next = this.#station.nextEnd;
    if (next === this.#armedFor) return;
    clearTimeout(this.#timer);
    this.#armedFor = next;
    if (next === Infinity) return;
    const waitMs = Math.min(Math.ceil(Math.max(0, next - now)), MAX_TIMER_MS);
    this.#timer = setTimeout(() => {
      this.#armedFor = Infinity;
      this.#arm(this.#advance());
    }, waitMs);
  }
}
