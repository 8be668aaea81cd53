import { NONE, type JobTable } from '../backends/job-table.js';
import type { EventQueue } from '../engine/event-queue.js';
import type { Backend } from '../../routing/backend.js';
import type { VirtualBalancer } from './virtual-balancer.js';

/** What is known of a connection that has several requests, from its first one until its last one has ended. */
interface HeldConnection {
  readonly client: number;
  readonly balancer: number;
  readonly key: string | undefined;
  /** Where it goes to; {@link NONE} while it is not open. */
  backend: number;
}

/**
 * Connections that stay open from one request to the next, each to the backend that the balancer chose for its first request. A
 * request that fails closes its connection; the next one opens another.
 */
export class HeldConnections {
  readonly #jobs: JobTable;
  readonly #queue: EventQueue;
  readonly #held = new Map<number, HeldConnection>();
  #balancers: readonly VirtualBalancer[] = [];

  constructor(jobs: JobTable, queue: EventQueue) {
    this.#jobs = jobs;
    this.#queue = queue;
  }

  /** Through which they go. */
  standOn(balancers: readonly VirtualBalancer[]): void {
    this.#balancers = balancers;
  }

  /** The job is the next of its connection, of the client and by the balancer of those before it. @returns whether there were any */
  continues(job: number, connection: number): boolean {
    const jobs = this.#jobs;
    jobs.connection[job] = connection;
    const held = this.#held.get(connection);
    if (held === undefined) return false;
    jobs.client[job] = held.client;
    jobs.balancer[job] = held.balancer;
    return true;
  }

  /** The job is the first of its connection. */
  begins(job: number, key: string | undefined): void {
    const { connection, client, balancer } = this.#jobs;
    this.#held.set(connection[job] ?? NONE, {
      ...{ client: client[job] ?? NONE, balancer: balancer[job] ?? 0, key },
      backend: NONE,
    });
  }

  /**
   * The job is the next one over its connection, if that is open: it is established anew for the job, without having been closed.
   *
   * @returns the backend that it goes to
   */
  resume(job: number): Backend | undefined {
    const held = this.#of(job);
    return held === undefined ? undefined : this.#release(held)?.backend;
  }

  /** The job's connection is established. */
  opened(job: number, backend: number): void {
    const held = this.#of(job);
    if (held !== undefined) held.backend = backend;
  }

  /** The job's connection is closed, with the job or because of what became of it. */
  closed(job: number): void {
    this.opened(job, NONE);
  }

  /** The last request of the connection has ended: it is closed, if it is open. */
  end(connection: number): void {
    const held = this.#held.get(connection);
    this.#held.delete(connection);
    if (held !== undefined) this.#close(held);
  }

  /** The backend has reset its connections; those with a request on them are closed by now. */
  lose(backend: number): void {
    for (const held of [...this.#held.values()]) if (held.backend === backend) this.#close(held);
  }

  #of(job: number): HeldConnection | undefined {
    return this.#held.get(this.#jobs.connection[job] ?? NONE);
  }

  #close(held: HeldConnection): void {
    const released = this.#release(held);
    released?.balancer.connectionClosed(released.backend, this.#queue.now);
  }

  /** The connection is over for those that count by client, though its place is not free. @returns undefined if it is not open */
  #release(held: HeldConnection): { balancer: VirtualBalancer; backend: Backend } | undefined {
    const balancer = this.#balancers[held.balancer];
    if (balancer === undefined || held.backend === NONE) return undefined;
    const backend = balancer.backend(held.backend);
    held.backend = NONE;
    balancer.released(held.key, backend, this.#queue.now);
    return { balancer, backend };
  }
}
