import type { Rejection } from '../../dispatch/dispatcher.js';
import type { DispatchPort } from '../../dispatch/dispatch-port.js';
import type { WaitFor } from '../../dispatch/waiting-room.js';
import type { Backend } from '../../routing/backend.js';
import type { Route } from '../../routing/router.js';
import { SOUGHT } from '../backends/job-table.js';
import type { RequestFailure } from '../report/request-failure.js';
import type { DeliveryObserver, DeliveryOptions, DeliveryParts } from './delivery-parts.js';
import { JobRequests, type JobRequest } from './job-requests.js';
import type { VirtualBalancer } from './virtual-balancer.js';

const NO_BACKENDS: ReadonlySet<Backend> = new Set();

/**
 * Brings jobs to virtual backends, where the balancers' dispatchers send them: what stands here for the sockets of
 * `lbsim balance`.
 */
export class Delivery implements DispatchPort<number> {
  readonly #parts: DeliveryParts;
  readonly #options: DeliveryOptions;
  readonly #observer: DeliveryObserver;
  #balancers: readonly VirtualBalancer[] = [];
  /** The balancer, if there is but one. */
  #only: VirtualBalancer | undefined;
  readonly #requests = new JobRequests();
  /** The job that is handed to its dispatcher at the moment, and whether that is to be done again. */
  #current = -1;
  #again = false;

  constructor(parts: DeliveryParts, options: DeliveryOptions, observer: DeliveryObserver) {
    this.#parts = parts;
    this.#options = options;
    this.#observer = observer;
  }

  /** Who gives out backends from now on. */
  standOn(balancers: readonly VirtualBalancer[]): void {
    this.#balancers = balancers;
    this.#only = balancers.length === 1 ? balancers[0] : undefined;
    this.#parts.held?.standOn(balancers);
  }

  /** Looks for a backend for a job that is with none, unless it comes over a connection that is open. */
  send(job: number): void {
    this.#parts.jobs.state[job] = SOUGHT;
    const balancer = this.#balancerOf(job);
    const backend = this.#parts.held?.resume(job);
    if (backend !== undefined) this.#goTo(job, balancer, backend);
    else if (!balancer.holds(job, this.#parts.keyOf(job))) this.#seek(job);
  }

  /** A job that was held goes on. */
  place(job: number): void {
    this.#seek(job);
  }

  /** The job has left its backend: its place is free, unless its connection stays open. @param answered - it is done */
  left(job: number, answered: boolean): void {
    const { jobs, queue, keyOf, held } = this.#parts;
    const balancer = this.#balancerOf(job);
    const { dispatcher } = balancer;
    const backend = balancer.backend(jobs.backend[job] ?? 0);
    const { now } = queue;
    if (dispatcher.learns) {
      const lasted = now - (jobs.sentAt[job] ?? 0);
      if (answered) dispatcher.answered(backend, lasted, now);
      else dispatcher.unanswered(backend, lasted, now);
    }
    if (answered && held !== undefined) return;
    held?.closed(job);
    balancer.released(keyOf(job), backend, now);
    balancer.connectionClosed(backend, now);
  }

  /** The job is given up before it is with a backend. */
  abandon(job: number): void {
    const balancer = this.#balancerOf(job);
    balancer.sharing?.cancel(job);
    const request = this.#requests.find(job);
    if (request === undefined) return;
    const { now } = this.#parts.queue;
    this.#requests.end(job);
    balancer.dispatcher.cancel(job, now);
    if (request.connecting !== undefined) balancer.connectionClosed(request.connecting, now);
  }

  /** A backend became active or inactive to a balancer: waiting jobs are served in the next event. */
  activeChanged({ dispatcher }: VirtualBalancer): void {
    const { timers, queue } = this.#parts;
    if (dispatcher.waiting > 0) timers.start(0, () => dispatcher.changed(queue.now));
  }

  stickyKeyOf(job: number): string | undefined {
    return this.#parts.keyOf(job);
  }

  triedOf(job: number): ReadonlySet<Backend> {
    return this.#requests.isEmpty ? NO_BACKENDS : (this.#requests.find(job)?.tried ?? NO_BACKENDS);
  }

  newcomerOf(job: number): string | undefined {
    return this.#requests.find(job) === undefined ? this.#parts.keyOf(job) : undefined;
  }

  /** Requests are numbered in the order of their arrival. */
  ticketOf(job: number): number {
    return (this.#parts.jobs.request[job] ?? 0) + 1;
  }

  giveTicket(job: number): never {
    throw new RangeError(`job ${job} has a ticket of its own`);
  }

  assigned(job: number, { backend }: Route): void {
    const balancer = this.#balancerOf(job);
    if (!this.#requests.isEmpty) this.#requests.find(job)?.cancelTimer?.();
    balancer.sharing?.countChanged(backend);
    this.#goTo(job, balancer, backend);
  }

  exhausted(job: number): void {
    const request = this.#wait(job, 'backend');
    request.cancelTimer = this.#parts.timers.start(this.#options.retryPause, () => {
      request.cancelTimer = undefined;
      this.#seek(job);
    });
  }

  queued(job: number, waitFor: WaitFor): void {
    this.#wait(job, waitFor);
  }

  rejected(job: number, refusal: Rejection): void {
    this.#giveUp(job, refusal);
  }

  /** Hands the job to its dispatcher, again while backends refuse it: there may be thousands of them. */
  #seek(job: number): void {
    const outer = this.#current;
    const outerAgain = this.#again;
    const { dispatcher } = this.#balancerOf(job);
    this.#current = job;
    this.#again = false;
    do dispatcher.dispatch(job, this.#parts.queue.now);
    while (this.#isWantedAgain());
    this.#current = outer;
    this.#again = outerAgain;
  }

  #isWantedAgain(): boolean {
    const again = this.#again;
    this.#again = false;
    return again;
  }

  #balancerOf(job: number): VirtualBalancer {
    const balancer = this.#only ?? this.#balancers[this.#parts.jobs.balancer[job] ?? 0];
    if (balancer === undefined) throw new RangeError(`job ${job} is with no balancer`);
    return balancer;
  }

  #goTo(job: number, balancer: VirtualBalancer, backend: Backend): void {
    if (balancer.dispatcher.learns) this.#parts.jobs.sentAt[job] = this.#parts.queue.now;
    this.#arriveAt(job, balancer, backend);
  }

  /** The backend is asked for a connection. */
  #arriveAt(job: number, balancer: VirtualBalancer, backend: Backend): void {
    const condition = this.#parts.conditions.of(backend.index);
    if (condition === 'well') this.#admit(job, balancer, backend);
    else if (condition === 'failing') this.#answerWithError(job, balancer, backend);
    else if (condition === 'silent') this.#awaitConnection(job, balancer, backend);
    else this.#unreachable(job, balancer, backend, 'connection_refused');
  }

  #admit(job: number, balancer: VirtualBalancer, backend: Backend): void {
    const { fleet, queue, keyOf, held } = this.#parts;
    this.#observer.picked(job, backend.index);
    if (!fleet.admit(backend.index, job)) {
      balancer.connectionClosed(backend, queue.now);
      this.#giveUp(job, 'queue_full');
      return;
    }
    balancer.established(keyOf(job), backend, this.triedOf(job), queue.now);
    held?.opened(job, backend.index);
    if (this.#options.observesTraffic) balancer.answered(backend);
    if (!this.#requests.isEmpty) this.#requests.end(job);
  }

  #answerWithError(job: number, balancer: VirtualBalancer, backend: Backend): void {
    this.#observer.picked(job, backend.index);
    balancer.connectionClosed(backend, this.#parts.queue.now);
    if (this.#options.observesTraffic) balancer.failed(backend, 'closed_unanswered');
    this.#giveUp(job, 'error');
  }

  #giveUp(job: number, reason: RequestFailure): void {
    this.abandon(job);
    this.#observer.failed(job, reason);
  }

  /** Nothing answers. Halfway TCP asks once more, as it does after a second; when the time is up the attempt has failed. */
  #awaitConnection(job: number, balancer: VirtualBalancer, backend: Backend): void {
    const { timers, conditions } = this.#parts;
    const half = this.#options.connectTimeout / 2;
    const request = this.#requests.of(job);
    request.connecting = backend;
    request.cancelTimer = timers.start(half, () => {
      if (conditions.of(backend.index) !== 'silent') {
        this.#noLongerConnecting(request);
        this.#arriveAt(job, balancer, backend);
        return;
      }
      request.cancelTimer = timers.start(half, () => {
        this.#noLongerConnecting(request);
        this.#unreachable(job, balancer, backend, 'connect_timeout');
      });
    });
  }

  #noLongerConnecting(request: JobRequest): void {
    request.connecting = undefined;
    request.cancelTimer = undefined;
  }

  /** The job seeks on; its place in the line is what it was. */
  #unreachable(
    job: number,
    balancer: VirtualBalancer,
    backend: Backend,
    reason: 'connection_refused' | 'connect_timeout',
  ): void {
    this.#requests.of(job).markTried(backend, reason);
    balancer.connectionClosed(backend, this.#parts.queue.now);
    balancer.failed(backend, reason);
    if (job === this.#current) this.#again = true;
    else this.#seek(job);
  }

  /** No backend is available for the job now. */
  #wait(job: number, waitFor: WaitFor): JobRequest {
    const request = this.#requests.of(job);
    const { queue, timers } = this.#parts;
    request.begins(waitFor, { timeouts: this.#options.timeouts, now: queue.now, timers }, () =>
      this.#giveUp(job, waitFor === 'backend' ? 'no_backend' : 'queue_timeout'),
    );
    return request;
  }
}
