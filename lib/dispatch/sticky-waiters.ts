import type { BackendPool } from '../routing/backend-pool.js';
import type { Backend } from '../routing/backend.js';
import type { Router } from '../routing/router.js';
import type { DispatchPort } from './dispatch-port.js';
import { WaitingRoom } from './waiting-room.js';

/**
 * Those of the line that wait for a backend that is drained: it is open only to clients that stick to it. Kept by backend and
 * in the order of the line, and only while a backend is drained.
 *
 * What a client sticks to may change while it waits. That an entry of SESSION_MAP is gone is noticed when it is the
 * request's turn; that there is another one has to be told, by {@link stickinessChanged}.
 */
export class StickyWaiters<S> {
  readonly #pool: BackendPool;
  readonly #router: Router;
  readonly #port: DispatchPort<S>;
  readonly #line: WaitingRoom<S>;
  readonly #byKey = new Map<string, Set<S>>();
  readonly #byBackend = new Map<Backend, WaitingRoom<S>>();
  readonly #backends = new Map<S, Backend>();
  /** The `version` of the pool's `draining` that all this is of. */
  #version = 0;

  /** @param line - all that wait */
  constructor(pool: BackendPool, router: Router, port: DispatchPort<S>, line: WaitingRoom<S>) {
    this.#pool = pool;
    this.#router = router;
    this.#port = port;
    this.#line = line;
  }

  /** The request has entered the line. One that has tried its backend without success does not wait for it. */
  add(request: S, now: number): void {
    if (this.#pool.draining.count === 0) return;
    const key = this.#port.stickyKeyOf(request);
    if (key === undefined) return;
    const ofKey = this.#byKey.get(key);
    if (ofKey === undefined) this.#byKey.set(key, new Set([request]));
    else ofKey.add(request);
    const backend = this.#drainedBackendOf(request, now);
    if (backend !== undefined && !this.#port.triedOf(request).has(backend)) this.#enter(request, backend);
  }

  /** The request has left the line. */
  remove(request: S): void {
    if (this.#byKey.size === 0) return;
    this.#leave(request);
    const key = this.#port.stickyKeyOf(request) ?? '';
    const ofKey = this.#byKey.get(key);
    ofKey?.delete(request);
    if (ofKey?.size === 0) this.#byKey.delete(key);
  }

  /** The client of that key may stick to another backend than before. */
  stickinessChanged(key: string, now: number): void {
    for (const request of this.#byKey.get(key) ?? []) {
      const backend = this.#drainedBackendOf(request, now);
      if (backend === this.#backends.get(request)) continue;
      this.#leave(request);
      if (backend !== undefined) this.#enter(request, backend);
    }
  }

  /**
   * Whether a drained backend has a place for a request that is not in the line, and nobody before it waits for that place. If
   * the request has tried it without success, it is better off in the line, unless nobody there is served either.
   */
  hasPlaceFor(request: S, now: number): boolean {
    if (this.#pool.draining.count === 0) return false;
    const backend = this.#drainedBackendOf(request, now);
    if (!backend?.admitsClients) return false;
    const oldest = this.#oldest(backend, now);
    if (oldest !== undefined && this.#port.ticketOf(oldest) < this.#port.ticketOf(request)) return false;
    return this.#pool.activeCount === 0 || !this.#port.triedOf(request).has(backend);
  }

  /** The oldest for which a drained backend has a place. Looks at each such backend that somebody waits for. */
  next(now: number): S | undefined {
    this.#followDraining(now);
    let next: S | undefined;
    for (const backend of this.#byBackend.keys()) {
      const oldest = backend.admitsClients ? this.#oldest(backend, now) : undefined;
      if (oldest === undefined) continue;
      if (next === undefined || this.#port.ticketOf(oldest) < this.#port.ticketOf(next)) next = oldest;
    }
    return next;
  }

  /** Sorts the line anew when other backends are drained than before. */
  #followDraining(now: number): void {
    const { version } = this.#pool.draining;
    if (version === this.#version) return;
    this.#version = version;
    this.#byKey.clear();
    this.#byBackend.clear();
    this.#backends.clear();
    for (const request of this.#line.all) this.add(request, now);
  }

  /** The oldest that waits for the backend and still sticks to it. */
  #oldest(backend: Backend, now: number): S | undefined {
    const room = this.#byBackend.get(backend);
    for (let oldest = room?.at(0); oldest !== undefined; oldest = room?.at(0)) {
      if (this.#drainedBackendOf(oldest, now) === backend) return oldest;
      this.#leave(oldest);
    }
    return undefined;
  }

  #drainedBackendOf(request: S, now: number): Backend | undefined {
    const backend = this.#router.stickyBackendOf(this.#port.stickyKeyOf(request), now);
    return backend?.isDraining ? backend : undefined;
  }

  #enter(request: S, backend: Backend): void {
    let room = this.#byBackend.get(backend);
    if (room === undefined) {
      room = new WaitingRoom((one) => this.#port.ticketOf(one));
      this.#byBackend.set(backend, room);
    }
    room.enter(request);
    this.#backends.set(request, backend);
  }

  #leave(request: S): void {
    const backend = this.#backends.get(request);
    if (backend === undefined) return;
    this.#backends.delete(request);
    const room = this.#byBackend.get(backend);
    room?.remove(request);
    if (room?.size === 0) this.#byBackend.delete(backend);
  }
}
