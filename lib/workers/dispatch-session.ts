import type { Directory } from '../balancer/directory.js';
import type { Dispatcher, Rejection, DispatchRequest } from '../dispatch/dispatcher.js';
import type { WaitFor } from '../dispatch/waiting-room.js';
import type { BackendPool } from '../routing/backend-pool.js';
import type { Backend } from '../routing/backend.js';
import type { Route } from '../routing/router.js';
import { EstablishedConnections } from './established-connections.js';
import { knownBackend, type Rules } from './messages.js';
import type { DispatchOrders, DispatchReports, Handlers, Tell } from './messages.js';

/** A connection of the worker, as the dispatcher knows it. */
interface OpenConnection {
  readonly backend: Backend;
  readonly connection: number;
}

/** A dispatcher whose counts can be written. */
export interface CountingDispatcher extends Dispatcher, Directory {
  readonly pool: BackendPool;
  /** A connection to the backend is being opened, of a client whose place had been known. @returns its number */
  connectionOpened(backend: Backend): number;
}

/**
 * The primary's end of one worker's dispatching: dispatches the worker's requests, and keeps what the worker holds, so
 * that nothing stays counted when it dies.
 *
 * Reports take effect as they come, but a request begins, and is said to go on, at the end of the turn: what another worker
 * had reported before has then been read, whichever pipe was read first.
 */
export class DispatchSession {
  readonly #dispatcher: CountingDispatcher;
  readonly #tell: Tell<DispatchOrders>;
  readonly #requests = new Map<number, WorkerRequest>();
  /** Connections of the worker that are counted, by its number of the search. */
  readonly #open = new Map<number, OpenConnection>();
  /** Sticky keys that the worker may know the backend of. All are in SESSION_MAP, so there are no more than there. */
  readonly #known = new Set<string>();
  readonly #established = new EstablishedConnections();
  #asked: WorkerRequest[] = [];

  constructor(dispatcher: CountingDispatcher, tell: Tell<DispatchOrders>) {
    this.#dispatcher = dispatcher;
    this.#tell = tell;
  }

  readonly handlers: Handlers<DispatchReports> = {
    ask: (id, stickyKey, tried, newcomer, ticket, client) => {
      const seeks = {
        stickyKey: stickyKey ?? undefined,
        tried: this.#setOf(tried),
        newcomer: newcomer ?? undefined,
        ticket,
        client,
      };
      const request = new WorkerRequest(id, seeks, this);
      this.#requests.set(id, request);
      if (this.#asked.push(request) === 1) setImmediate(() => this.#dispatchAll());
    },
    confirmWait: (id) => {
      setImmediate(() => {
        if (this.#requests.has(id)) this.#tell('stillWaits', id);
      });
    },
    cancel: (id, hasTimedOut) => {
      const request = this.#requests.get(id);
      if (request === undefined) return;
      request.hasTimedOut = hasTimedOut;
      this.#cancel(request);
    },
    connectionOpened: (index, search) => {
      const backend = this.#backend(index);
      this.#open.set(search, { backend, connection: this.#dispatcher.connectionOpened(backend) });
    },
    established: (index, stickyKey, tried) => {
      this.#established.add(stickyKey, index);
      this.#dispatcher.established({ stickyKey, tried: this.#setOf(tried) }, this.#backend(index));
    },
    released: (index, stickyKey) => {
      this.#established.remove(stickyKey);
      this.#dispatcher.released(stickyKey, this.#backend(index));
    },
    connectionClosed: (search, established) => {
      const open = this.#open.get(search);
      if (open === undefined)
        throw new RangeError(`a worker spoke of connection no. ${search}, which is not open`);
      this.#open.delete(search);
      this.#dispatcher.connectionClosed(open.backend, open.connection, established);
    },
    failed: (index, reason) => this.#dispatcher.failed(this.#backend(index), reason),
    succeeded: (index) => this.#dispatcher.succeeded(this.#backend(index)),
    answered: (index, latencyMs) => this.#dispatcher.answered(this.#backend(index), latencyMs),
    unanswered: (index, lastedMs) => this.#dispatcher.unanswered(this.#backend(index), lastedMs),
  };

  /** Tells the worker that a backend may be used now, or no more. */
  activeChanged({ index, active, keepsClients }: Backend): void {
    this.#tell('active', index, active, keepsClients);
  }

  /** Tells the worker of a backend that is new. */
  joined(backend: Backend): void {
    this.#tell('joined', knownBackend(backend, this.#dispatcher));
  }

  /** Tells the worker what it may do by itself from now on. */
  rulesChanged(rules: Rules): void {
    this.#tell('rules', rules);
  }

  /** Tells the worker where to dial the backend from now on. */
  addressesChanged(backend: Backend): void {
    this.#tell('addresses', backend.index, this.#dispatcher.addressOf(backend).ips);
  }

  /** Tells the worker that places for clients have run short, or are no longer. */
  crowdedChanged(crowded: boolean): void {
    this.#tell('crowded', crowded);
  }

  /** Tells the worker, if it may know better, that a client no longer sticks to where it did. */
  forget(stickyKey: string): void {
    if (this.#known.delete(stickyKey)) this.#tell('forget', stickyKey);
  }

  /**
   * The worker is gone: ends its searches and gives back its counts. What its clients stick to begins to age.
   *
   * @returns how many connections it had to backends, and how many clients waited there for one
   */
  end(): { readonly connections: number; readonly waiting: number } {
    const waiting = this.#requests.size;
    for (const request of this.#requests.values()) this.#cancel(request);
    for (const [stickyKey, index] of this.#established.takeAll())
      this.#dispatcher.released(stickyKey, this.#backend(index));
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const { backend, connection } of open) this.#dispatcher.connectionClosed(backend, connection, false); // nobody knows
    return { connections: open.length, waiting };
  }

  /** A request has found a backend. */
  assigned(request: WorkerRequest, { backend, why }: Route, connection: number): void {
    this.#requests.delete(request.id);
    this.#open.set(request.id, { backend, connection });
    if (why === 'sticky' && request.stickyKey !== undefined) this.#known.add(request.stickyKey);
    this.#tell('assigned', request.id, backend.index, why, request.ticket);
  }

  exhausted({ id, ticket }: WorkerRequest): void {
    this.#requests.delete(id);
    this.#tell('exhausted', id, ticket);
  }

  queued({ id }: WorkerRequest, waitFor: WaitFor): void {
    this.#tell('queued', id, waitFor);
  }

  rejected({ id }: WorkerRequest, refusal: Rejection): void {
    this.#requests.delete(id);
    this.#tell('rejected', id, refusal);
  }

  #dispatchAll(): void {
    const asked = this.#asked;
    this.#asked = [];
    for (const request of asked) {
      if (this.#requests.has(request.id)) this.#dispatcher.dispatch(request);
    }
  }

  #cancel(request: WorkerRequest): void {
    this.#requests.delete(request.id);
    this.#dispatcher.cancel(request);
  }

  #setOf(indices: readonly number[]): ReadonlySet<Backend> {
    return indices.length === 0 ? NONE : new Set(indices.map((index) => this.#backend(index)));
  }

  #backend(index: number): Backend {
    const backend = this.#dispatcher.pool.registry.at(index);
    if (backend === undefined)
      throw new RangeError(`a worker spoke of backend no. ${index}, which is not known`);
    return backend;
  }
}

const NONE: ReadonlySet<Backend> = new Set();

/** A connection of the worker, in request of a backend, as the dispatcher sees it. */
class WorkerRequest implements DispatchRequest {
  readonly id: number;
  readonly stickyKey: string | undefined;
  readonly newcomer: string | undefined;
  readonly client: string | undefined;
  ticket: number;
  hasTimedOut = false;
  readonly #tried: ReadonlySet<Backend>;
  readonly #session: DispatchSession;
  #wasQueued = false;

  constructor(
    id: number,
    {
      stickyKey,
      tried,
      newcomer,
      ticket,
      client,
    }: Pick<DispatchRequest, 'stickyKey' | 'tried' | 'newcomer' | 'ticket' | 'client'>,
    session: DispatchSession,
  ) {
    this.id = id;
    this.stickyKey = stickyKey;
    this.newcomer = newcomer;
    this.ticket = ticket;
    this.client = client;
    this.#tried = tried;
    this.#session = session;
  }

  get tried(): ReadonlySet<Backend> {
    return this.#wasQueued ? NONE : this.#tried;
  }

  assigned(route: Route, connection: number): void {
    this.#session.assigned(this, route, connection);
  }

  exhausted(): void {
    this.#session.exhausted(this);
  }

  queued(waitFor: WaitFor): void {
    this.#wasQueued = true;
    this.#session.queued(this, waitFor);
  }

  rejected(refusal: Rejection): void {
    this.#session.rejected(this, refusal);
  }
}
