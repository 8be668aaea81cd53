import type { Backend } from '../../routing/backend.js';
import type { Conditions } from '../backends/conditions.js';
import type { Fleet } from '../backends/fleet.js';
import { SOUGHT, type JobTable } from '../backends/job-table.js';
import type { EventQueue } from '../engine/event-queue.js';
import type { VirtualTimers } from '../engine/timers.js';
import type { FailureReason } from '../report/run-result.js';
import { Searches, type Search } from './searches.js';
import type { VirtualBalancer } from './virtual-balancer.js';

/** How patient the balancers are. */
export interface DeliveryOptions {
  readonly connectTimeout: number;
  readonly waitTimeout: number;
  /** When every active backend has been tried in vain, the pause before they are tried again. */
  readonly retryPause: number;
}

export interface DeliveryParts {
  readonly balancers: readonly VirtualBalancer[];
  readonly fleet: Fleet;
  readonly conditions: Conditions;
  readonly jobs: JobTable;
  readonly queue: EventQueue;
  readonly timers: VirtualTimers;
  /** What SESSION_MAP and the schedulers know a job's client by. */
  readonly keyOf: (job: number) => string | undefined;
}

/** Who is told. */
export interface DeliveryObserver {
  /** The job is about to come to the backend. */
  picked(job: number, backend: number): void;
  /** It is not going to be done. */
  failed(job: number, reason: FailureReason): void;
}

const NO_BACKENDS: ReadonlySet<Backend> = new Set();

/**
 * Brings jobs to backends as `lbsim balance` brings connections: routed, tried elsewhere when refused, made to wait when there
 * is no backend or none with room.
 */
export class Delivery {
  readonly #parts: DeliveryParts;
  readonly #options: DeliveryOptions;
  readonly #observer: DeliveryObserver;
  /** The balancer, if there is but one. */
  readonly #only: VirtualBalancer | undefined;
  /** Of the jobs that were not brought to a backend at the first attempt. */
  readonly #searches = new Searches();
  /** Balancers whose waiting jobs are being called. */
  readonly #calling = new Set<VirtualBalancer>();

  constructor(parts: DeliveryParts, options: DeliveryOptions, observer: DeliveryObserver) {
    this.#parts = parts;
    this.#options = options;
    this.#observer = observer;
    this.#only = parts.balancers.length === 1 ? parts.balancers[0] : undefined;
  }

  /** Looks for a backend for a job that is with none. */
  send(job: number): void {
    this.#parts.jobs.state[job] = SOUGHT;
    while (!this.#attempt(job));
  }

  /** @returns false if the backend refused, so that another is to be tried */
  #attempt(job: number): boolean {
    const { jobs, queue, keyOf } = this.#parts;
    const balancer = this.#balancerOf(job);
    const { now } = queue;
    const search = this.#searches.find(job);
    balancer.pool.advance(now);
    const route = balancer.router.route(keyOf(job), search?.tried ?? NO_BACKENDS, now);
    if (route === undefined) {
      this.#hold(job, balancer);
      return true;
    }
    balancer.pool.opened(route.backend);
    if (balancer.pool.learns) jobs.sentAt[job] = now;
    return this.#arriveAt(job, balancer, route.backend);
  }

  /** The job has left its backend: its place is free. @param answered - it is done */
  left(job: number, answered: boolean): void {
    const { jobs, queue, keyOf } = this.#parts;
    const balancer = this.#balancerOf(job);
    const backend = balancer.backend(jobs.backend[job] ?? 0);
    const { now } = queue;
    if (answered && balancer.pool.learns) balancer.pool.answered(backend, now - (jobs.sentAt[job] ?? 0), now);
    balancer.router.released(keyOf(job), backend, now);
    this.#release(balancer, backend);
  }

  /** The job is given up before it is with a backend. */
  abandon(job: number): void {
    const search = this.#searches.find(job);
    if (search === undefined) return;
    const balancer = this.#balancerOf(job);
    this.#searches.end(job);
    search.cancelTimer?.();
    search.cancelPatience?.();
    balancer.waiting.delete(job);
    if (search.connecting !== undefined) this.#release(balancer, search.connecting);
  }

  /**
   * A backend has become active to a balancer, or is no more: those that wait are going to try again, in order, and one that
   * has come back may be tried again.
   */
  activeChanged(balancer: VirtualBalancer, backend: Backend): void {
    if (backend.active) this.#searches.cameBack(backend);
    if (balancer.waiting.size > 0) this.#parts.timers.start(0, () => this.#callWaiting(balancer));
  }

  #balancerOf(job: number): VirtualBalancer {
    const balancer = this.#only ?? this.#parts.balancers[this.#parts.jobs.balancer[job] ?? 0];
    if (balancer === undefined) throw new RangeError(`job ${job} is with no balancer`);
    return balancer;
  }

  /** The backend is asked for a connection. @returns false if it refused */
  #arriveAt(job: number, balancer: VirtualBalancer, backend: Backend): boolean {
    const condition = this.#parts.conditions.of(backend.index);
    if (condition === 'well') this.#admit(job, balancer, backend);
    else if (condition === 'failing') this.#answerWithError(job, balancer, backend);
    else if (condition === 'silent') this.#awaitConnection(job, balancer, backend);
    else this.#wasUnreachable(job, balancer, backend, 'connection_refused');
    return condition !== 'refusing';
  }

  #admit(job: number, balancer: VirtualBalancer, backend: Backend): void {
    const { fleet, queue, keyOf } = this.#parts;
    this.#observer.picked(job, backend.index);
    if (!fleet.admit(backend.index, job)) {
      this.#fail(job, balancer, backend, 'queue_full');
      return;
    }
    const search = this.#searches.find(job);
    balancer.router.established(keyOf(job), backend, search?.tried ?? NO_BACKENDS, queue.now);
    if (search === undefined) return;
    search.cancelPatience?.();
    this.#searches.end(job);
  }

  #answerWithError(job: number, balancer: VirtualBalancer, backend: Backend): void {
    this.#observer.picked(job, backend.index);
    this.#fail(job, balancer, backend, 'error');
  }

  #fail(job: number, balancer: VirtualBalancer, backend: Backend, reason: FailureReason): void {
    this.#release(balancer, backend);
    this.#giveUp(job, reason);
  }

  #giveUp(job: number, reason: FailureReason): void {
    this.abandon(job);
    this.#observer.failed(job, reason);
  }

  /** Nothing answers. Halfway TCP asks once more, as it does after a second; when the time is up the attempt has failed. */
  #awaitConnection(job: number, balancer: VirtualBalancer, backend: Backend): void {
    const { timers, conditions } = this.#parts;
    const half = this.#options.connectTimeout / 2;
    const search = this.#searches.of(job);
    search.connecting = backend;
    search.cancelTimer = timers.start(half, () => {
      if (conditions.of(backend.index) !== 'silent') {
        this.#noLongerConnecting(search);
        if (!this.#arriveAt(job, balancer, backend)) this.send(job);
        return;
      }
      search.cancelTimer = timers.start(half, () => {
        this.#noLongerConnecting(search);
        this.#wasUnreachable(job, balancer, backend, 'connect_timeout');
        this.send(job);
      });
    });
  }

  #noLongerConnecting(search: Search): void {
    search.connecting = undefined;
    search.cancelTimer = undefined;
  }

  #wasUnreachable(
    job: number,
    balancer: VirtualBalancer,
    backend: Backend,
    reason: 'connection_refused' | 'connect_timeout',
  ): void {
    this.#searches.of(job).tried.add(backend);
    this.#release(balancer, backend);
    balancer.failed(backend, reason);
  }

  /** There is no backend for the job now: all have been tried, or it waits for one to be up or to have room. */
  #hold(job: number, balancer: VirtualBalancer): void {
    const search = this.#searches.of(job);
    search.tried.clear();
    search.cancelPatience ??= this.#parts.timers.start(this.#options.waitTimeout, () =>
      this.#giveUp(job, 'no_backend'),
    );
    if (balancer.pool.hasRoom) {
      search.cancelTimer = this.#parts.timers.start(this.#options.retryPause, () => {
        search.cancelTimer = undefined;
        this.send(job);
      });
    } else {
      balancer.waiting.add(job);
    }
  }

  #release(balancer: VirtualBalancer, backend: Backend): void {
    balancer.pool.closed(backend);
    if (balancer.waiting.size > 0) this.#callWaiting(balancer);
  }

  #callWaiting(balancer: VirtualBalancer): void {
    // A job that fails at once gives its place back while it is being sent: the next one's turn is in this loop, after it.
    if (this.#calling.has(balancer)) return;
    this.#calling.add(balancer);
    for (const job of balancer.waiting) {
      if (!balancer.pool.hasRoom) break;
      balancer.waiting.delete(job);
      this.send(job);
    }
    this.#calling.delete(balancer);
  }
}
