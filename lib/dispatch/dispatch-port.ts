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
  stickyKeyOf(request: S): string | undefined;
  /** Backends that it has tried without success. */
  triedOf(request: S): ReadonlySet<Backend>;
  /** The client's address, when this is its first search and its rate counts. */
  newcomerOf(request: S): string | undefined;
  /** The client, as `address:port`, if that is known. Asked while picks are logged. */
  clientOf?(request: S): string | undefined;
  /** Its place in the order of arrival; 0 until it is given one, which it keeps when it seeks again. */
  ticketOf(request: S): number;
  giveTicket(request: S, ticket: number): void;
  /** It may go there. That counts as an open connection already, which has that number. */
  assigned(request: S, route: Route, connection: number): void;
  /** Every backend that is available has been tried. */
  exhausted(request: S): void;
  /** None is to be had now: the search goes on as soon as one is, and whatever was tried may be tried again. */
  queued(request: S, waitFor: WaitFor): void;
  /** There is none for it. */
  rejected(request: S, refusal: Rejection): void;
}

/** Connections speak for themselves. */
export const REQUEST_PORT: DispatchPort<DispatchRequest> = {
  stickyKeyOf: (request) => request.stickyKey,
  triedOf: (request) => request.tried,
  newcomerOf: (request) => request.newcomer,
  clientOf: (request) => request.client,
  ticketOf: (request) => request.ticket,
  giveTicket: (request, ticket) => (request.ticket = ticket),
  assigned: (request, route, connection) => request.assigned(route, connection),
  exhausted: (request) => request.exhausted(),
  queued: (request, waitFor) => request.queued(waitFor),
  rejected: (request, refusal) => request.rejected(refusal),
};
