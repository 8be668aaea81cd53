import type { BackendPool } from '../routing/backend-pool.js';
import { composeExplanation } from '../routing/compose-explanation.js';
import type { Explanation } from '../routing/explanation.js';
import type { Route, Router } from '../routing/router.js';
import { Throttle } from '../throttle.js';
import type { DispatchPort } from './dispatch-port.js';

/** Explanations that are made a second. */
const MOST_A_SECOND = 200;

/** A decision. */
export interface LoggedPick<S> {
  /** Whose it is. */
  readonly request: S;
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
  listener: ((pick: LoggedPick<S>) => void) | undefined;
  /** Of which picks it is told why, too; `some` are 200 a second at most, as nobody reads more. A function says of which requests. */
  explains: 'none' | 'some' | 'each' | ((request: S) => boolean) = 'none';
  /** Explanations of this second. */
  #explained = 0;
  readonly #second = new Throttle();
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
    const client = this.#port.clientOf?.(request);
    if (!this.#isExplained(request, now)) {
      const made = this.#router.route(key, tried, now);
      listener({ request, key, client, route: made, explanation: undefined });
      return made;
    }
    const { route, explanation } = this.#router.routeExplained(key, tried, now);
    listener({ request, key, client, route, explanation: composeExplanation(explanation, this.#pool) });
    return route;
  }

  #isExplained(request: S, now: number): boolean {
    const { explains } = this;
    if (typeof explains === 'function') return explains(request);
    return explains === 'each' || (explains === 'some' && this.#mayExplain(now));
  }

  #mayExplain(now: number): boolean {
    if (this.#second.passes(now)) this.#explained = 0;
    return this.#explained++ < MOST_A_SECOND;
  }

  /** What would decide for a client now, if it came for the first time, without deciding. */
  explain(key: string | undefined, now: number): Explanation {
    return composeExplanation(this.#router.explain(key, new Set(), now), this.#pool);
  }
}
