import type { SchedulerExplanation } from '../schedulers/scheduler.js';
import type { Backend } from './backend.js';
import type { LeftOut } from './left-out.js';
import type { Route } from './route.js';
import type { Session } from './session.js';

/** A look-up in SESSION_MAP: the client's entry, if there is one, and why it does not decide. */
export type LookedUpSession =
  | { readonly entry: undefined; readonly reason: 'none' }
  | { readonly entry: Session; readonly reason: 'expired' | LeftOut | undefined };

/** What the router knows of a decision. */
export interface RouteExplanation {
  readonly key: string | undefined;
  readonly tried: ReadonlySet<Backend>;
  /** The client's entry in SESSION_MAP, and why it does not decide. Undefined where no client of that key could have one. */
  readonly session: LookedUpSession | undefined;
  /** Undefined where there is none; without a backend where chance is yet to decide. */
  readonly route: Partial<Route> | undefined;
  /** Absent where SESSION_MAP decides, and where no member is left. */
  readonly scheduled?: SchedulerExplanation<Backend> | undefined;
}

/** A decision and its reason. */
export interface ExplainedRoute {
  readonly route: Route | undefined;
  readonly explanation: RouteExplanation;
}
