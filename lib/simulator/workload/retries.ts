import type { JobTable } from '../backends/job-table.js';
import type { EventQueue } from '../engine/event-queue.js';
import type { VirtualTimers } from '../engine/timers.js';
import { RetryBudget } from './retry-budget.js';

/** How long a request lets others be sent again, in mean service times: 10 s if a request takes 100 ms. */
const BUDGET_WINDOW = 100;

/** How clients send failed requests again. */
export interface RetryOptions {
  /** How often, at most. */
  readonly retries: number;
  /** The pause before the first retry; each further one is twice as long. */
  readonly backoff: number;
  /** Retries as a share of the requests, at most, of all clients together; Infinity for no bound. */
  readonly retryBudget: number;
  readonly serviceMean: number;
}

export interface RetryDeps {
  readonly jobs: JobTable;
  readonly queue: EventQueue;
  readonly timers: VirtualTimers;
  /** Called when the pause is over, with the new job of the request. */
  readonly send: (job: number) => void;
}

/** Sends failed requests again, each as a new job that keeps arrival, client, balancer, class and service time. */
export class Retries {
  readonly #options: RetryOptions;
  readonly #deps: RetryDeps;
  /** Retries made, by request; those that have never failed are not kept. */
  readonly #made = new Map<number, number>();
  readonly #budget: RetryBudget;

  constructor(options: RetryOptions, deps: RetryDeps) {
    this.#options = options;
    this.#deps = deps;
    this.#budget = new RetryBudget(options.retryBudget, BUDGET_WINDOW * options.serviceMean);
  }

  /** A request has arrived. */
  arrived(job: number): void {
    if (this.#options.retries === 0) return;
    const { jobs, queue } = this.#deps;
    jobs.given[job] = jobs.work[job] ?? 0;
    this.#budget.deposit(queue.now);
  }

  /** The job's attempt has failed. @returns whether the request is going to be sent again */
  failed(job: number): boolean {
    const { retries, backoff } = this.#options;
    if (retries === 0) return false;
    const { jobs, queue, timers, send } = this.#deps;
    const request = jobs.request[job] ?? 0;
    const made = this.#made.get(request) ?? 0;
    if (made >= retries || !this.#budget.withdraw(queue.now)) {
      this.#made.delete(request);
      return false;
    }
    this.#made.set(request, made + 1);
    const [arrivedAt = 0, client = 0] = [jobs.arrivedAt[job], jobs.client[job]];
    const [balancer = 0, work = 0] = [jobs.balancer[job], jobs.given[job]];
    const [connection = 0, requestClass = 0] = [jobs.connection[job], jobs.requestClass[job]];
    timers.start(backoff * 2 ** made, () => {
      const next = jobs.take();
      jobs.request[next] = request;
      jobs.arrivedAt[next] = arrivedAt;
      jobs.client[next] = client;
      jobs.balancer[next] = balancer;
      jobs.connection[next] = connection;
      jobs.requestClass[next] = requestClass;
      jobs.work[next] = jobs.given[next] = work;
      send(next);
    });
    return true;
  }

  /** The job's request has been answered. */
  answered(job: number): void {
    if (this.#made.size > 0) this.#made.delete(this.#deps.jobs.request[job] ?? 0);
  }
}
