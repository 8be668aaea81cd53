import type { BackendPool } from '../routing/backend-pool.js';
import type { Backend } from '../routing/backend.js';
import type { Router } from '../routing/router.js';
import { Throttle } from '../throttle.js';
import type { DispatchPort } from './dispatch-port.js';
import { PickLog } from './pick-log.js';
import type { PlacementEvents, PlacementOptions } from './placement-options.js';
import { StickyWaiters } from './sticky-waiters.js';
import { WaitingRoom } from './waiting-room.js';

/** Places left, below which they count as short. */
const SHORT = 1000;

/**
 * Finds each request a place at a backend: as many at once as there may be, the others first come, first served, the moment a
 * place is free.
 *
 * There is one line, by arrival. While no backend is active, the head of the line waits for one to be, as many as may be
 * served at once; all others wait for a place. Nobody overtakes: those that can be served are served from the head, and
 * when more wait for a place than may, the youngest are refused. Only a drained backend has its own line within that one: of
 * the clients that stick to it, as no others may go there.
 */
export class Placement<S> {
  readonly #pool: BackendPool;
  readonly picks: PickLog<S>; // decides where requests go
  readonly #options: PlacementOptions;
  readonly #events: PlacementEvents;
  readonly #port: DispatchPort<S>;
  readonly #line: WaitingRoom<S>;
  readonly #stickyWaiters: StickyWaiters<S>;
  /** How many, from the head of the line, have been told that they wait for a backend. */
  #head = 0;
  readonly #fullIsSaid = new Throttle();
  #lastTicket = 0;
  #lastConnection = 0;
  #settling = false;
  #crowded: boolean;

  /** @param options - are read whenever they matter: they may change */
  constructor(
    pool: BackendPool,
    router: Router,
    options: PlacementOptions,
    events: PlacementEvents,
    port: DispatchPort<S>,
  ) {
    this.#pool = pool;
    this.picks = new PickLog(pool, router, port);
    this.#options = options;
    this.#events = events;
    this.#port = port;
    this.#line = new WaitingRoom((request) => port.ticketOf(request));
    this.#stickyWaiters = new StickyWaiters(pool, router, port, this.#line);
    this.#crowded = this.#isShort;
  }

  /** Whether few places are left. */
  get crowded(): boolean {
    return this.#crowded;
  }

  /** How many wait. */
  get waiting(): number {
    return this.#line.size;
  }

  /** How many wait for a place. */
  get waitingForPlace(): number {
    return this.#line.size - this.#head;
  }

  /** Answers through the request's port. @param now - in milliseconds */
  dispatch(request: S, now: number): void {
    const port = this.#port;
    if (port.ticketOf(request) === 0) port.giveTicket(request, ++this.#lastTicket);
    if (this.#line.size === 0 && this.#canServe) {
      this.#serve(request, now); // as nearly always
      return;
    }
    if (this.#canServe || this.#pool.draining.count > 0) this.#settle(now);
    if ((this.#canServe && this.#isNext(request)) || this.#isAwaited(request, now)) this.#serve(request, now);
    else this.#queue(request, now);
  }

  /** The request waits no more. */
  cancel(request: S, now: number): void {
    if (this.#line.size > 0 && this.#takeOut(request)) this.#settle(now);
  }

  /** Takes some out of the line, untold; {@link activeServersChanged} is to follow. @returns them, the oldest first */
  recall(isMeant: (request: S) => boolean): readonly S[] {
    return this.#line.all.filter(isMeant).filter((request) => this.#takeOut(request));
  }

  /** The client of that key may stick to another backend than before, and so may be served if it waits. */
  stickinessChanged(key: string | undefined, now: number): void {
    if (key === undefined || this.#pool.draining.count === 0 || this.#line.size === 0) return;
    this.#stickyWaiters.stickinessChanged(key, now);
    this.#settle(now);
  }

  /** A connection to the backend is being opened, of a client that needed no place to be found. @returns its number */
  connectionOpened(backend: Backend, now: number): number {
    this.#pool.opened(backend, now, ++this.#lastConnection);
    this.#countChanged();
    return this.#lastConnection;
  }

  /** A connection to the backend is closed: its place is free. */
  connectionClosed(backend: Backend, now: number, connection = 0, established = false): void {
    this.#pool.closed(backend, now, connection, established);
    if (this.#line.size > 0) this.#settle(now);
    else this.#countChanged();
  }

  /** ACTIVE_SERVERS, or what it may be used for, has changed. */
  activeServersChanged(now: number): void {
    this.#settle(now);
  }

  get #served(): number {
    return this.#pool.openConnections + this.#head;
  }

  get #isShort(): boolean {
    return this.#served + SHORT > this.#options.maxConnections;
  }

  /** Whether there is a place for one more. */
  get #canServe(): boolean {
    return this.#pool.hasRoom && this.#isBelowLimit;
  }

  get #isBelowLimit(): boolean {
    return this.#pool.openConnections < this.#options.maxConnections;
  }

  /** Whether nobody who waits came before: it need not wait, and what it has tried it does not try again. */
  #isNext(request: S): boolean {
    const oldest = this.#line.at(0);
    return oldest === undefined || this.#port.ticketOf(request) < this.#port.ticketOf(oldest);
  }

  /** Whether a drained backend has a place for it. */
  #isAwaited(request: S, now: number): boolean {
    return this.#isBelowLimit && this.#stickyWaiters.hasPlaceFor(request, now);
  }

  /** How many of a line of that size are to wait for a backend: none while one is active. */
  #headOf(size: number): number {
    if (this.#pool.activeCount > 0) return 0;
    return Math.max(0, Math.min(size, this.#options.maxConnections - this.#pool.openConnections));
  }

  /** Gives the request a place; there is one. */
  #serve(request: S, now: number): void {
    const port = this.#port;
    this.#pool.advance(now);
    const route = this.picks.route(request, now);
    if (route === undefined) {
      port.exhausted(request);
    } else {
      port.assigned(request, route, this.connectionOpened(route.backend, now));
    }
  }

  #queue(request: S, now: number): void {
    const isFull = this.#served >= this.#options.maxConnections;
    this.#enter(request, now);
    if (isFull && this.#fullIsSaid.passes(now)) this.#events.full(this.waitingForPlace);
  }

  #enter(request: S, now: number): void {
    const port = this.#port;
    const size = this.#line.size + 1;
    const head = this.#headOf(size);
    const youngest = this.#line.at(size - 2);
    const isYoungest = youngest === undefined || port.ticketOf(youngest) < port.ticketOf(request);
    if (isYoungest && size - head > this.#options.queueMax) {
      port.rejected(request, 'queue_full');
      return;
    }
    const position = this.#line.enter(request);
    this.#stickyWaiters.add(request, now);
    const isInHead = position <= this.#head && position < head;
    if (isInHead) this.#head++;
    port.queued(request, isInHead ? 'backend' : 'place');
    this.#settle(now);
  }

  /** Does what is due in the line, also when what is told there changes it. */
  #settle(now: number): void {
    if (!this.#settling) {
      this.#settling = true;
      try {
        while (this.#settleNext(now));
      } finally {
        this.#settling = false;
      }
    }
    this.#countChanged();
  }

  /** @returns whether something was due */
  #settleNext(now: number): boolean {
    const port = this.#port;
    const { size } = this.#line;
    if (size === 0) return false;
    const next = this.#canServe ? this.#line.at(0) : this.#nextSticky(now);
    if (next !== undefined) {
      this.#takeOut(next);
      this.#serve(next, now);
      return true;
    }
    const head = this.#headOf(size);
    if (size - head > this.#options.queueMax) {
      const youngest = this.#line.at(size - 1);
      if (youngest === undefined || !this.#takeOut(youngest)) return false;
      port.rejected(youngest, 'queue_full');
      return true;
    }
    if (this.#head === head) return false;
    const grows = this.#head < head;
    const changed = this.#line.at(grows ? this.#head++ : --this.#head);
    if (changed !== undefined) port.queued(changed, grows ? 'backend' : 'place');
    return true;
  }

  /** The oldest for which only a drained backend has a place. */
  #nextSticky(now: number): S | undefined {
    return this.#isBelowLimit ? this.#stickyWaiters.next(now) : undefined;
  }

  /** Takes the request out of the line. @returns whether it was there */
  #takeOut(request: S): boolean {
    const position = this.#line.remove(request);
    if (position < 0) return false;
    if (position < this.#head) this.#head--;
    this.#stickyWaiters.remove(request);
    return true;
  }

  #countChanged(): void {
    if (this.#isShort === this.#crowded) return;
    this.#crowded = !this.#crowded;
    this.#events.crowdedChanged(this.#crowded);
  }
}
