import type { Backend } from '../routing/backend.js';
import type { BackendPool } from '../routing/backend-pool.js';
import type { Brain } from '../routing/brain.js';
import type { Router } from '../routing/router.js';
import type { PickLog } from './pick-log.js';
import { Placement } from './placement.js';
import type { PlacementEvents, PlacementOptions } from './placement-options.js';
import type { DispatchPort } from './dispatch-port.js';
import { Reception } from './reception.js';

/**
 * The control plane's one authority on assignment, waiting, rejection and stickiness. It knows
 * neither sockets nor clocks: `now` is handed in, in milliseconds by any clock that never runs back, and answers go through a
 * port. Beside real connections, the searches of workers and simulated requests are such port.
 */
export class CentralDispatcher<S> {
  readonly pool: BackendPool;
  readonly #router: Router;
  readonly #placement: Placement<S>;
  /** Where requests arrive, and newcomers may be held back. */
  readonly reception: Reception<S>;

  constructor(
    { pool, router }: Brain,
    limits: PlacementOptions,
    events: PlacementEvents,
    port: DispatchPort<S>,
  ) {
    this.pool = pool;
    this.#router = router;
    this.#placement = new Placement(pool, router, limits, events, port);
    this.reception = new Reception(this.#placement, limits, port);
  }

  /** Whether few places for clients are left. */
  get crowded(): boolean {
    return this.#placement.crowded;
  }

  /** Decides where requests go, and explains it. */
  get picks(): PickLog<S> {
    return this.#placement.picks;
  }

  /** How many wait: for a backend, for a place, or because they are held back. */
  get waiting(): number {
    return this.#placement.waiting + this.reception.heldCount;
  }

  /** Whether the algorithm learns from answers, so that they are worth measuring. */
  get learns(): boolean {
    return this.pool.learns;
  }

  /** Finds a backend, or what is to become of the request instead: its port is told, at once or later. */
  dispatch(request: S, now: number): void {
    this.reception.dispatch(request, now);
  }

  /** The request gives up. Without effect after the end of its search. */
  cancel(request: S, now: number): void {
    this.reception.cancel(request, now);
  }

  /** A connection to the backend is being opened, of a client whose place had been known. @returns its number */
  connectionOpened(backend: Backend, now: number): number {
    this.reception.arrived(now);
    return this.#placement.connectionOpened(backend, now);
  }

  /** A connection to the backend is established, of a client that had tried these without success: it sticks to it from now on. */
  established(
    stickyKey: string | undefined,
    backend: Backend,
    tried: ReadonlySet<Backend>,
    now: number,
  ): void {
    this.#router.established(stickyKey, backend, tried, now);
    this.#placement.stickinessChanged(stickyKey, now);
  }

  /** A connection that was established is over, or its client is moved. */
  released(stickyKey: string | undefined, backend: Backend, now: number): void {
    this.#router.released(stickyKey, backend, now);
    this.#placement.stickinessChanged(stickyKey, now);
  }

  /**
   * A connection to the backend is closed: its place is free.
   *
   * @param connection - its number @param established - whether it ever was; both matter to a recording only
   */
  connectionClosed(backend: Backend, now: number, connection?: number, established?: boolean): void {
    this.#placement.connectionClosed(backend, now, connection, established);
  }

  /** The backend has answered, with that latency. */
  answered(backend: Backend, latency: number, now: number): void {
    this.pool.answered(backend, latency, now);
  }

  /** A connection has ended unanswered after that time: an answer would have taken at least as long. */
  unanswered(backend: Backend, lasted: number, now: number): void {
    if (lasted > this.pool.latencyOf(backend, now)) this.pool.answered(backend, lasted, now);
  }

  /** Those that wait may be served now: ACTIVE_SERVERS, or a limit, is another. */
  changed(now: number): void {
    this.#placement.activeServersChanged(now);
  }

  /** The operator has changed where the client sticks to. */
  stickinessChanged(stickyKey: string, now: number): void {
    this.#placement.stickinessChanged(stickyKey, now);
  }

  /** Whether a backend is active that is not among these. */
  hasOther(tried: ReadonlySet<Backend>): boolean {
    return [...tried].filter(({ active }) => active).length < this.pool.activeCount;
  }
}
