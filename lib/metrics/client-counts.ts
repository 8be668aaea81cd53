import type { ProcessClients } from '../control/carried.js';
import type { ConnectionEnd } from '../control/events.js';

/** How connections end; `worker_lost`: with the process that carried them. Each is shown from the start. */
type CountedEnd = ConnectionEnd | 'worker_lost';
const NO_ENDS: Readonly<Record<CountedEnd, number>> = {
  client_closed: 0,
  backend_closed: 0,
  client_reset: 0,
  backend_reset: 0,
  rate_limited: 0,
  queue_full: 0,
  no_backend: 0,
  connect_failed: 0,
  queue_timeout: 0,
  client_gone: 0,
  idle_timeout: 0,
  half_close_timeout: 0,
  backend_down: 0,
  closed_by_operator: 0,
  drained: 0,
  denied: 0,
  bad_proxy_header: 0,
  too_many_open_files: 0,
  worker_lost: 0,
};

/** The clients of one worker, or of a balancer in one process. */
interface Clients {
  /** That are known to have been accepted. */
  accepted: number;
  ended: number;
}

/**
 * The clients of all processes of a balancer: accepted ones are always those whose connections have ended and those that are open.
 *
 * What a worker has accepted is asked for, what has ended is told. An answer may be a second old, so that the greater of the two
 * counts.
 */
export class ClientCounts {
  readonly #present = new Map<number, Clients>();
  readonly #ends: Record<CountedEnd, number> = { ...NO_ENDS };

  /** Connections that are over, by how they ended. */
  get ends(): Readonly<Record<CountedEnd, number>> {
    return this.#ends;
  }

  /** Clients that are or were connected. */
  get accepted(): number {
    return this.#ended + this.open;
  }

  /** Clients that are connected now. */
  get open(): number {
    return [...this.#present.values()].reduce((sum, clients) => sum + openOf(clients), 0);
  }

  /** Same of one worker. */
  openOf(worker: number): number {
    const clients = this.#present.get(worker);
    return clients === undefined ? 0 : openOf(clients);
  }

  /** A connection is over. @param worker - 0 where there is one process */
  connectionEnded(end: ConnectionEnd, worker = 0): void {
    this.#of(worker).ended++;
    this.#ends[end]++;
  }

  /** What a process says that it has accepted. */
  told({ worker, accepted }: ProcessClients): void {
    const clients = this.#of(worker ?? 0);
    clients.accepted = Math.max(clients.accepted, accepted);
  }

  /** A worker is gone. @param clients - known to have been there: with a backend, or waiting for one */
  workerLost(worker: number, clients: number): void {
    this.#ends.worker_lost += Math.max(this.openOf(worker), clients);
    this.#present.delete(worker);
  }

  get #ended(): number {
    return Object.values(this.#ends).reduce((sum, count) => sum + count, 0);
  }

  #of(worker: number): Clients {
    let clients = this.#present.get(worker);
    if (clients === undefined) this.#present.set(worker, (clients = { accepted: 0, ended: 0 }));
    return clients;
  }
}

function openOf({ accepted, ended }: Clients): number {
  return Math.max(0, accepted - ended);
}
