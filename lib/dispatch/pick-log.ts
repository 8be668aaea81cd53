import type { BackendPool } from '../routing/backend-pool.js';
import { composeExplanation } from '../routing/compose-explanation.js';
import type { Explanation } from '../routing/explanation.js';
import type { Route, Router } from '../routing/router.js';
import type { DispatchPort } from './dispatch-port.js';

/** A decision. */
export interface LoggedPick {
  /** What SESSION_MAP knows the client by, if anything. */
  readonly key: string | undefined;
  /** `address:port`, if that is known. */
  readonly client: string | undefined;
  /** Undefined where no backend is available. */
  readonly route: Route | undefined;
  /** Undefined where nobody wanted it. */
  readonly explanation: Explanation | undefined;
}

/** Has the router decide about requests, and each decision explained while somebody wants that; nobody does at first. */
export class PickLog<S> {
  /** Told of each pick while it is set. */
  listener: ((pick: LoggedPick) => void) | undefined;
  /** Whether it is told why, too. */
  explains = false;
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
    const { listener, explains } = this;
    if (listener === undefined) return this.#router.route(key, tried, now);
    const client = this.#port.clientOf?.(request);
    if (!explains) {
      const made = this.#router.route(key, tried, now);
      listener({ key, client, route: made, explanation: undefined });
      return made;
    }
    const { route, explanation } = this.#router.routeExplained(key, tried, now);
    listener({ key, client, route, explanation: composeExplanation(explanation, this.#pool) });
    return route;
  }

  /** What would decide for a client now, if it came for the first time, without deciding. */
  explain(key: string | undefined, now: number): Explanation {
    return composeExplanation(this.#router.explain(key, new Set(), now), this.#pool);
  }
}
