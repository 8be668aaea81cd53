import { FifoFleet } from '../../lib/simulator/backends/fifo-fleet.js';
import type { Fleet } from '../../lib/simulator/backends/fleet.js';
import { GONE, JobTable } from '../../lib/simulator/backends/job-table.js';
import { SharingFleet } from '../../lib/simulator/backends/sharing-fleet.js';
import { Delivery } from '../../lib/simulator/balancer/delivery.js';
import { JobRequest, JobRequests } from '../../lib/simulator/balancer/job-requests.js';
import type { PendingRequest } from '../../lib/dispatch/pending-request.js';
import { EventQueue } from '../../lib/simulator/engine/event-queue.js';
import { BackendPool } from '../../lib/routing/backend-pool.js';
import { Backend } from '../../lib/routing/backend.js';
import { Router } from '../../lib/routing/router.js';
import { spyOn } from './spy-on.js';

/** More events than any of the small runs has: one that has more goes in circles. */
const MOST_EVENTS = 200_000;

/**
 * Looks on while the real classes work, keeps its own books, and takes down whatever ought not to be. Only one simulation
 * is to run meanwhile.
 */
export class InvariantChecker {
  readonly objections: string[] = [];
  routes = 0;
  /** Jobs that were let in by backends, and that have left. */
  admitted = 0;
  #events = 0;
  #now = 0;
  #jobs: JobTable | undefined;
  #fleet: Fleet | undefined;
  readonly #pools = new Set<BackendPool>();
  /** Connections by our own count. */
  readonly #open = new Map<Backend, number>();
  /** The job that is being routed; and what each has tried in vain since it last waited. */
  #job = -1;
  readonly #tried = new Map<number, Set<Backend>>();
  readonly #jobOf = new Map<PendingRequest, number>();
  readonly #ends: readonly (() => void)[];
  readonly #servesAbandoned: boolean;

  /** @param servesAbandoned - whether jobs that clients have given up stay at their backends, without a connection */
  constructor(servesAbandoned = false) {
    this.#servesAbandoned = servesAbandoned;
    const admits = (fleet: Fleet, admitted: boolean): void => {
      this.#fleet = fleet;
      if (admitted) this.admitted++;
    };
    this.#ends = [
      spyOn(Delivery.prototype, 'triedOf', (_, [job]) => (this.#job = job)),
      // Who has waited may try again whatever it has tried.
      spyOn(Delivery.prototype, 'queued', (_, [job]) => this.#tried.delete(job)),
      spyOn(Delivery.prototype, 'exhausted', (_, [job]) => this.#tried.delete(job)),
      spyOn(JobRequests.prototype, 'of', (_, [job], search) => this.#jobOf.set(search, job)),
      spyOn(JobRequest.prototype, 'markTried', (search, [backend]) => {
        this.#triedBy(this.#jobOf.get(search) ?? -1).add(backend);
      }),
      spyOn(Router.prototype, 'route', (_, __, route) => this.#routed(route?.backend)),
      spyOn(BackendPool.prototype, 'opened', (pool, [backend]) => this.#counted(pool, backend, 1)),
      spyOn(BackendPool.prototype, 'closed', (pool, [backend]) => this.#counted(pool, backend, -1)),
      spyOn(Backend.prototype, 'setActive', (backend, [active]) => this.#settled(backend, active)),
      spyOn(EventQueue.prototype, 'next', (queue) => this.#happened(queue)),
      spyOn(JobTable.prototype, 'take', (jobs, _, job) => {
        this.#jobs = jobs;
        this.#tried.delete(job);
      }),
      spyOn(FifoFleet.prototype, 'admit', (fleet, _, admitted) => admits(fleet, admitted)),
      spyOn(SharingFleet.prototype, 'admit', (fleet, _, admitted) => admits(fleet, admitted)),
    ];
  }

  /** Looks away from now on, and makes sure that nothing is left over. */
  end(): void {
    for (const end of this.#ends) end();
    for (const [backend, open] of this.#open) {
      if (open !== 0 || backend.ownConnections !== 0)
        this.#object(`${open} connections of ${backend.name} are left`);
    }
    for (const { openConnections } of this.#pools)
      if (openConnections !== 0) this.#object(`${openConnections} connections of a pool are left`);
    const { size = 0, state } = this.#jobs ?? {};
    const left = Array.from({ length: size }, (_, job) => job).filter((job) => state?.[job] !== GONE);
    if (this.#servesAbandoned) {
      const present = this.#fleet?.present.reduce((sum, jobs) => sum + jobs, 0) ?? 0;
      if (left.length !== present) this.#object(`${left.length} jobs are left, and ${present} at backends`);
      return;
    }
    this.#fleet?.present.forEach((present, index) => {
      if (present !== 0) this.#object(`${present} jobs are left at B${index + 1}`);
    });
    for (const job of left) this.#object(`job ${job} is left in the table`);
  }

  #object(what: string): void {
    this.objections.push(`${this.#now}: ${what}`);
  }

  #routed(backend: Backend | undefined): void {
    this.routes++;
    if (backend === undefined) return;
    const tried = this.#triedBy(this.#job);
    const { name, active, healthy, admin, maxConnections } = backend;
    if (!active || !healthy || admin !== 'ready') this.#object(`${name} was picked, which is not active`);
    if (tried.has(backend)) this.#object(`${name} was picked, which had been tried`);
    if ((this.#open.get(backend) ?? 0) >= maxConnections) this.#object(`${name} was picked, which is full`);
  }

  #triedBy(job: number): Set<Backend> {
    const tried = this.#tried.get(job) ?? new Set();
    this.#tried.set(job, tried);
    return tried;
  }

  /** Who has come back may be tried again. */
  #settled(backend: Backend, active: boolean): void {
    if (active) for (const tried of this.#tried.values()) tried.delete(backend);
  }

  #counted(pool: BackendPool, backend: Backend, change: number): void {
    this.#pools.add(pool);
    const open = (this.#open.get(backend) ?? 0) + change;
    this.#open.set(backend, open);
    if (open < 0 || open !== backend.ownConnections)
      this.#object(`${backend.name} has ${backend.ownConnections} connections, not ${open}`);
  }

  /** An event has just been taken out: all that the one before it did is over. */
  #happened(queue: EventQueue): void {
    if (++this.#events > MOST_EVENTS)
      throw new Error(`the run goes on and on: ${this.objections.join('\n')}`);
    if (queue.now < this.#now) this.#object(`time runs back to ${queue.now}`);
    this.#now = queue.now;
    for (const pool of this.#pools) {
      const sum = pool.backends.reduce((total, backend) => total + (this.#open.get(backend) ?? 0), 0);
      if (sum !== pool.openConnections)
        this.#object(`a pool has ${pool.openConnections} connections, not ${sum}`);
    }
    if (!this.#servesAbandoned)
      this.#fleet?.present.forEach((present, index) => this.#compare(index, present));
  }

  /** Each job at a backend has a connection to it; beside these there are those that are being opened. */
  #compare(index: number, present: number): void {
    let open = 0;
    for (const pool of this.#pools) open += pool.backends[index]?.ownConnections ?? 0;
    if (open < present) this.#object(`B${index + 1} has ${present} jobs and only ${open} connections`);
  }
}
