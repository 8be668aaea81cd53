import type { BackendPool } from '../routing/backend-pool.js';
import { composeExplanation } from '../routing/compose-explanation.js';
import type { Explanation } from '../routing/explanation.js';
import type { Route, Router } from '../routing/router.js';
import type { DispatchPort } from './dispatch-port.js';

/** Is told of each pick. @param client - `address:port`, if that is known */
export type PickListener<S> = (explanation: Explanation, client: string | undefined, request: S) => void;

/** Has the router decide about requests, and each decision explained while somebody listens; nobody does at first. */
export class PickLog<S> {
  /** Told of each pick while it is set. */
  listener: PickListener<S> | undefined;
  readonly #pool: BackendPool;
  readonly #router: Router;
  readonly #port: DispatchPort<S>;

  constructor(pool: BackendPool, router: Router, port: DispatchPort<S>) {
    this.#pool = pool;
    this.#router = router;
    this.#port = port;
  }

  /** As `Router.route`. */
  route(request: S, now: number): Route | undefined {
    const key = this.#port.stickyKeyOf(request);
    const tried = this.#port.triedOf(request);
    const { listener } = this;
    if (listener === undefined) return this.#router.route(key, tried, now);
    const { route, explanation } = this.#router.routeExplained(key, tried, now);
    listener(composeExplanation(explanation, this.#pool), this.#port.clientOf?.(request), request);
    return route;
  }

  /** What would decide for a client now, if it came for the first time, without deciding. */
  explain(key: string | undefined, now: number): Explanation {
    return composeExplanation(this.#router.explain(key, new Set(), now), this.#pool);
  }
}
