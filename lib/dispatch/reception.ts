import { ArrivalRate } from './arrival-rate.js';
import type { DispatchPort } from './dispatch-port.js';
import type { Placement } from './placement.js';
import type { PlacementOptions } from './placement-options.js';
import { RateLimit } from './rate-limit.js';

/**
 * Where requests arrive before they are placed: counts them, keeps the rate limit, and holds newcomers back while the operator
 * wants that.
 *
 * While it holds, each newcomer waits here, whatever backend could take it, and so do those that waited in the line already.
 * They are let go first come, first served. One that was let go is placed like all the rest, and one that had a backend, and
 * seeks another, is not held. Those that are held count as waiting for a place, and there may be as many of both as `queueMax` says.
 */
export class Reception<S> {
  readonly #placement: Placement<S>;
  readonly #options: PlacementOptions;
  readonly #port: DispatchPort<S>;
  readonly #rateLimit: RateLimit;
  readonly #arrivals = new ArrivalRate();
  /** In the order of arrival. */
  readonly #held = new Set<S>();
  #holds = false;

  /** @param options - are read whenever they matter: they may change */
  constructor(placement: Placement<S>, options: PlacementOptions, port: DispatchPort<S>) {
    this.#placement = placement;
    this.#options = options;
    this.#port = port;
    this.#rateLimit = new RateLimit(options);
  }

  /** Whether newcomers are held back. */
  get holds(): boolean {
    return this.#holds;
  }

  /** How many are held. */
  get heldCount(): number {
    return this.#held.size;
  }

  /** The one that is let go next. */
  get firstHeld(): S | undefined {
    const [first] = this.#held;
    return first;
  }

  /** Clients that come, a second. @param now - in milliseconds */
  arrivalsPerSecond(now: number): number {
    return this.#arrivals.perSecond(now);
  }

  /** A client has come that needed no place to be found. */
  arrived(now: number): void {
    this.#arrivals.add(now);
  }

  /** Answers through the request's port. @param now - in milliseconds */
  dispatch(request: S, now: number): void {
    if (this.#port.ticketOf(request) === 0) this.#arrivals.add(now);
    const mayStop = this.#holds || this.#options.rateLimit > 0;
    if (!mayStop || !this.#stops(request, now)) this.#placement.dispatch(request, now);
  }

  /** The request waits no more. */
  cancel(request: S, now: number): void {
    if (!this.#held.delete(request)) this.#placement.cancel(request, now);
  }

  /** Holds newcomers back from now on, those that wait as well. */
  hold(now: number): void {
    if (this.#holds) return;
    this.#holds = true;
    const recalled = this.#placement.recall((request) => this.#port.newcomerOf(request) !== undefined);
    for (const request of recalled) this.#held.add(request);
    for (const request of recalled) if (this.#held.has(request)) this.#port.queued(request, 'operator');
    this.#placement.activeServersChanged(now);
  }

  /** Lets the first go: it is placed. @returns whether there was one */
  step(now: number): boolean {
    const { firstHeld } = this;
    if (firstHeld === undefined) return false;
    this.#held.delete(firstHeld);
    this.#placement.dispatch(firstHeld, now);
    return true;
  }

  /** Lets all go, in order, and holds none back any more. @returns their number */
  release(now: number): number {
    let released = 0;
    while (this.step(now)) released++;
    this.#holds = false;
    return released;
  }

  /** Whether it is a newcomer that is turned away, or held back. */
  #stops(request: S, now: number): boolean {
    const newcomer = this.#port.newcomerOf(request);
    if (newcomer === undefined) return false;
    if (this.#options.rateLimit > 0 && !this.#rateLimit.allows(newcomer, now))
      this.#port.rejected(request, 'rate_limited');
    else if (this.#holds) this.#holdBack(request);
    else return false;
    return true;
  }

  #holdBack(request: S): void {
    if (this.#held.size + this.#placement.waitingForPlace >= this.#options.queueMax) {
      this.#port.rejected(request, 'queue_full');
      return;
    }
    this.#held.add(request);
    this.#port.queued(request, 'operator');
  }
}
