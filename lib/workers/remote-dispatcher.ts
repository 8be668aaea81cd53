import type { Directory } from '../balancer/directory.js';
import type { Dispatcher, DispatchRequest } from '../dispatch/dispatcher.js';
import { Moves } from '../dispatch/moves.js';
import { PendingRequest } from '../dispatch/pending-request.js';
import { Destination } from '../net/destination.js';
import type { FailureKind } from '../failure.js';
import { Backend } from '../routing/backend.js';
import { indicesOf } from '../routing/journal.js';
import { SessionMap } from '../routing/session-map.js';
import type { DispatchOrders, DispatchReports, Handlers, KnownBackend, Rules, Usable } from './messages.js';
import type { Mailbox } from './outbox.js';

export interface RemoteDispatcherOptions extends Rules {
  readonly stickyMax: number;
  readonly stickyTtlMs: number;
  readonly backends: readonly KnownBackend[];
  /** Whether places for clients are short, as they may become later. */
  readonly crowded: boolean;
}

/** A request whose time is up, and that waits to be told whether its id still goes on. */
interface Confirmation {
  readonly askedAt: number;
  readonly confirmed: (delayMs: number) => void;
}

/**
 * A worker's dispatcher: asks the one in the primary and reports to it. What it is told of where a client sticks to it
 * remembers, until it is told to forget, and need not ask again, unless places are short or limits are to be kept that only
 * the primary can.
 */
export class RemoteDispatcher implements Dispatcher, Directory {
  readonly #primary: Mailbox<DispatchReports>;
  /** Copies, by index, of the primary's; of their state only whether they are active is known here. */
  readonly #backends: Backend[] = [];
  readonly #destinations: Destination[] = [];
  readonly #sessions: SessionMap;
  readonly #requests = new Map<number, DispatchRequest>();
  readonly #ids = new Map<DispatchRequest, number>();
  readonly #confirmations = new Map<number, Confirmation>();
  /** Those of which the last that the primary was told is that a connection ended unanswered. */
  readonly #unanswering = new Set<Backend>();
  #rules: Rules;
  #crowded: boolean;
  #lastId = 0;

  constructor(
    { stickyMax, stickyTtlMs, backends, mustAsk, learns, namesClients, crowded }: RemoteDispatcherOptions,
    primary: Mailbox<DispatchReports>,
  ) {
    this.#primary = primary;
    this.#rules = { mustAsk, learns, namesClients };
    this.#crowded = crowded;
    for (const backend of backends) this.#join(backend);
    this.#sessions = new SessionMap({ max: stickyMax, ttlMs: stickyTtlMs });
  }

  readonly handlers: Handlers<DispatchOrders> = {
    assigned: (id, index, why, ticket) => {
      const backend = this.backend(index);
      const request = this.#end(id, ticket);
      if (request === undefined) {
        // It left before it knew.
        this.#primary.tellSoon('connectionClosed', id, false);
        return;
      }
      const { stickyKey } = request;
      if (why === 'sticky' && stickyKey !== undefined)
        this.#sessions.set(stickyKey, backend, performance.now());
      request.assigned({ backend, why }, id);
    },
    exhausted: (id, ticket) => this.#end(id, ticket)?.exhausted(),
    queued: (id, waitFor) => {
      this.#confirmations.delete(id); // its time is another now
      this.#requests.get(id)?.queued(waitFor);
    },
    rejected: (id, refusal) => this.#end(id)?.rejected(refusal),
    stillWaits: (id) => {
      const confirmation = this.#confirmations.get(id);
      this.#confirmations.delete(id);
      confirmation?.confirmed(performance.now() - confirmation.askedAt);
    },
    active: (index, active, keepsClients) => use(this.backend(index), { active, keepsClients }),
    joined: (backend) => this.#join(backend),
    rules: (rules) => (this.#rules = rules),
    addresses: (index, ips) => this.addressOf(this.backend(index)).ordered(ips),
    crowded: (crowded) => (this.#crowded = crowded),
    forget: (stickyKey) => this.#sessions.delete(stickyKey),
  };

  /** For how long it remembers where an idle client sticks to, in milliseconds. */
  set stickyTtlMs(ttlMs: number) {
    this.#sessions.ttlMs = ttlMs;
  }

  newRequest(attempts: number): PendingRequest {
    return new PendingRequest(attempts);
  }

  newMoves(): Moves {
    return new Moves();
  }

  dispatch(request: DispatchRequest): void {
    const { stickyKey, tried, newcomer = null, client, ticket } = request;
    const known = this.#known(stickyKey);
    const id = ++this.#lastId;
    if (known?.keepsClients && !tried.has(known)) {
      this.#primary.tellSoon('connectionOpened', known.index, id);
      request.assigned({ backend: known, why: 'sticky' }, id);
      return;
    }
    // Where it could not be reached, the primary decides, and says anew where it sticks to.
    if (stickyKey !== undefined && known !== undefined && tried.has(known)) this.#sessions.delete(stickyKey);
    this.#requests.set(id, request);
    this.#ids.set(request, id);
    const asked = [id, stickyKey ?? null, indicesOf(tried), newcomer, ticket] as const;
    if (this.#rules.namesClients && client !== undefined) this.#primary.tell('ask', ...asked, client);
    else this.#primary.tell('ask', ...asked);
  }

  confirmWait(request: DispatchRequest, confirmed: (delayMs: number) => void): void {
    const id = this.#ids.get(request);
    if (id === undefined) {
      confirmed(0);
      return;
    }
    this.#confirmations.set(id, { askedAt: performance.now(), confirmed });
    this.#primary.tell('confirmWait', id);
  }

  cancel(request: DispatchRequest): void {
    const id = this.#ids.get(request);
    if (id === undefined) return;
    this.#end(id);
    this.#primary.tell('cancel', id, request.hasTimedOut);
  }

  established({ stickyKey, tried }: Pick<DispatchRequest, 'stickyKey' | 'tried'>, backend: Backend): void {
    if (stickyKey === undefined) return;
    // What is new there has to be on its way before the client can have an answer, and come again through another worker.
    const isNew = this.#sessions.get(stickyKey, performance.now()) !== backend;
    const tell = isNew ? this.#primary.tellNow : this.#primary.tellSoon;
    tell('established', backend.index, stickyKey, indicesOf(tried));
  }

  released(stickyKey: string | undefined, { index }: Backend): void {
    if (stickyKey !== undefined) this.#primary.tellSoon('released', index, stickyKey);
  }

  connectionClosed(_: Backend, search: number, established: boolean): void {
    this.#primary.tellSoon('connectionClosed', search, established);
  }

  failed(backend: Backend, reason: FailureKind): void {
    if (reason === 'closed_unanswered') this.#unanswering.add(backend);
    this.#primary.tell('failed', backend.index, reason);
  }

  succeeded(backend: Backend): void {
    if (this.#unanswering.delete(backend)) this.#primary.tell('succeeded', backend.index);
  }

  answered({ index }: Backend, latencyMs: number): void {
    this.#primary.tellSoon('answered', index, latencyMs);
  }

  unanswered({ index }: Backend, lastedMs: number): void {
    this.#primary.tellSoon('unanswered', index, lastedMs);
  }

  get learns(): boolean {
    return this.#rules.learns;
  }

  get backendCount(): number {
    return this.#backends.length;
  }

  hasOther(tried: ReadonlySet<Backend>): boolean {
    return this.#backends.some((backend) => backend.active && !tried.has(backend));
  }

  addressOf(backend: Backend): Destination {
    return this.#destinations[backend.index] ?? new Destination(backend);
  }

  /** @throws RangeError when there is none of that number */
  backend(index: number): Backend {
    const backend = this.#backends[index];
    if (backend === undefined)
      throw new RangeError(`the primary spoke of backend no. ${index}, which is not known`);
    return backend;
  }

  #join({ spec, ips, ...usable }: KnownBackend): void {
    const backend = new Backend(this.#backends.length, spec);
    use(backend, usable);
    this.#backends.push(backend);
    this.#destinations.push(new Destination(spec, ips));
  }

  /** Where a client sticks to, if it may go there unasked. */
  #known(stickyKey: string | undefined): Backend | undefined {
    if (stickyKey === undefined || this.#rules.mustAsk || this.#crowded) return undefined;
    return this.#sessions.get(stickyKey, performance.now());
  }

  #end(id: number, ticket = 0): DispatchRequest | undefined {
    const request = this.#requests.get(id);
    if (request === undefined) return undefined;
    request.ticket = ticket;
    this.#requests.delete(id);
    this.#ids.delete(request);
    this.#confirmations.delete(id);
    return request;
  }
}

/** Has the copy of a backend be as the primary says. */
function use(backend: Backend, { active, keepsClients }: Usable): void {
  backend.setActive(active);
  backend.healthy = keepsClients;
  backend.admin = keepsClients && !active ? 'drain' : 'ready';
}
