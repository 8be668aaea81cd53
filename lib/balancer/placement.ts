import type { BackendPool } from '../routing/backend-pool.js';
import type { Backend } from '../routing/backend.js';
import { RateLimiter } from '../routing/rate-limiter.js';
import type { Router } from '../routing/router.js';
import type { Seeker } from './dispatcher.js';
import { OnceASecond } from './once-a-second.js';
import { WaitingRoom } from './waiting-room.js';

export interface PlacementOptions {
  /** Clients served at once: those that have a backend, and those that wait for one to be up. */
  readonly maxConnections: number;
  /** Clients that may wait for a place. */
  readonly queueMax: number;
  /** New connections a second and client address; 0 for no limit. */
  readonly rateLimit: number;
}

/** Who is told. */
export interface PlacementEvents {
  /** All places are taken, and so many wait for one. At most once a second. */
  full(queued: number): void;
  /** Places have run short, or are no longer. */
  crowdedChanged(crowded: boolean): void;
}

/** Places left, below which they count as short. */
const SHORT = 1000;

/**
 * Finds seekers a place at a backend: as many at once as there may be, the others in the order in which they came, the
 * moment a place is free.
 */
export class Placement {
  readonly #pool: BackendPool;
  readonly #router: Router;
  readonly #options: PlacementOptions;
  readonly #events: PlacementEvents;
  readonly #rateLimiter: RateLimiter | undefined;
  readonly #waitingRoom = new WaitingRoom<Seeker>();
  readonly #fullIsSaid = new OnceASecond();
  readonly #place = (seeker: Seeker): void => this.#find(seeker);
  #crowded: boolean;

  constructor(pool: BackendPool, router: Router, options: PlacementOptions, events: PlacementEvents) {
    this.#pool = pool;
    this.#router = router;
    this.#options = options;
    this.#events = events;
    const { rateLimit: perSecond } = options;
    this.#rateLimiter = perSecond > 0 ? new RateLimiter({ perSecond }) : undefined;
    this.#crowded = this.#isShort;
  }

  /** Whether few places are left. */
  get crowded(): boolean {
    return this.#crowded;
  }

  /** Answers through the seeker. */
  seek(seeker: Seeker): void {
    const { newcomer } = seeker;
    if (newcomer !== undefined && this.#rateLimiter?.allows(newcomer, performance.now()) === false) {
      seeker.refused('rate_limited');
    } else {
      this.#find(seeker);
    }
  }

  /** The seeker waits no more. */
  leave(seeker: Seeker): void {
    if (this.#waitingRoom.leave(seeker)) this.#countChanged();
  }

  /** A connection to the backend is being opened, of a client that needed no place to be found. */
  took(backend: Backend): void {
    this.#pool.opened(backend);
    this.#countChanged();
  }

  /** A connection to the backend is closed: its place is free. */
  gaveBack(backend: Backend): void {
    this.#pool.closed(backend);
    this.#countChanged();
    this.#release();
  }

  /** ACTIVE_SERVERS has changed: if there are any, it is everyone's turn, in order. */
  activeServersChanged(): void {
    if (this.#pool.activeCount > 0) this.#waitingRoom.callAll(this.#place);
  }

  get #served(): number {
    return this.#pool.openConnections + this.#waitingRoom.count('backend');
  }

  get #isFull(): boolean {
    return this.#served >= this.#options.maxConnections;
  }

  get #isShort(): boolean {
    return this.#served + SHORT > this.#options.maxConnections;
  }

  #find(seeker: Seeker): void {
    if (this.#isFull) {
      this.#queue(seeker);
      const now = performance.now();
      if (this.#fullIsSaid.passes(now)) this.#events.full(this.#waitingRoom.count('place'));
      return;
    }
    const route = this.#route(seeker);
    if (route !== undefined) {
      this.took(route.backend);
      seeker.routed(route);
    } else if (this.#pool.hasRoom) {
      seeker.exhausted();
    } else if (this.#pool.activeCount === 0 && this.#waitingRoom.count('place') === 0) {
      this.#waitingRoom.enter(seeker, 'backend');
      this.#countChanged();
      seeker.queued('backend');
    } else {
      this.#queue(seeker);
    }
  }

  #route({ stickyKey, tried }: Seeker): ReturnType<Router['route']> {
    const now = performance.now();
    this.#pool.advance(now);
    return this.#router.route(stickyKey, tried, now);
  }

  #queue(seeker: Seeker): void {
    if (this.#waitingRoom.count('place') >= this.#options.queueMax) {
      seeker.refused('queue_full');
      return;
    }
    this.#waitingRoom.enter(seeker, 'place');
    seeker.queued('place');
  }

  #release(): void {
    while (this.#pool.hasRoom && !this.#isFull) {
      const next = this.#waitingRoom.next();
      if (next === undefined) return;
      this.#find(next);
    }
  }

  #countChanged(): void {
    if (this.#isShort === this.#crowded) return;
    this.#crowded = !this.#crowded;
    this.#events.crowdedChanged(this.#crowded);
  }
}
