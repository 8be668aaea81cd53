import type { Backend } from '../routing/backend.js';
import type { Route } from '../routing/router.js';
import type { Rejection, DispatchRequest } from './dispatcher.js';
import type { WaitFor } from './waiting-room.js';

/**
 * How the control plane deals with those that seek a backend, whatever they are: objects where they are connections,
 * numbers where they are simulated requests, of which there may be millions.
 */
export interface DispatchPort<S> {
  /** What SESSION_MAP knows it by, if anything. */
  stickyKeyOf(seeker: S): string | undefined;
  /** Backends that it has tried in vain. */
  triedOf(seeker: S): ReadonlySet<Backend>;
  /** The client's address, when this is its first search and its rate counts. */
  newcomerOf(seeker: S): string | undefined;
  /** Its place in the order of arrival; 0 until it is given one, which it keeps when it seeks again. */
  ticketOf(seeker: S): number;
  giveTicket(seeker: S, ticket: number): void;
  /** It may go there. That counts as an open connection already. */
  assigned(seeker: S, route: Route): void;
  /** Every backend that is available has been tried. */
  exhausted(seeker: S): void;
  /** None is to be had now: the search goes on as soon as one is, and whatever was tried may be tried again. */
  queued(seeker: S, waitFor: WaitFor): void;
  /** There is none for it. */
  rejected(seeker: S, refusal: Rejection): void;
}

/** Connections speak for themselves. */
export const REQUEST_PORT: DispatchPort<DispatchRequest> = {
  stickyKeyOf: (seeker) => seeker.stickyKey,
  triedOf: (seeker) => seeker.tried,
  newcomerOf: (seeker) => seeker.newcomer,
  ticketOf: (seeker) => seeker.ticket,
  giveTicket: (seeker, ticket) => (seeker.ticket = ticket),
  assigned: (seeker, route) => seeker.assigned(route),
  exhausted: (seeker) => seeker.exhausted(),
  queued: (seeker, waitFor) => seeker.queued(waitFor),
  rejected: (seeker, refusal) => seeker.rejected(refusal),
};
