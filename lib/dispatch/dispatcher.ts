import type { FailureKind } from '../failure.js';
import type { Backend } from '../routing/backend.js';
import type { Route } from '../routing/router.js';
import type { Moves } from './moves.js';
import type { PendingRequest } from './pending-request.js';
import type { WaitFor } from './waiting-room.js';

/**
 * Why a client is sent away: its address connects too often; or it would have to wait, and enough others do.
 */
export type Rejection = 'rate_limited' | 'queue_full';

/** A connection in search of a backend, as the data path hands it in. */
export interface DispatchRequest {
  /** What SESSION_MAP knows the client by, if anything. */
  readonly stickyKey: string | undefined;
  /** Backends that this connection has tried without success. */
  readonly tried: ReadonlySet<Backend>;
  /** The client's address, when this is its first search; its rate counts then. */
  readonly newcomer: string | undefined;
  /** The client, as `address:port`. In the primary of several processes it is known while picks are explained. */
  readonly client?: string | undefined;
  /** Its place in the order of arrival, which the dispatcher gives it; 0 until then. It keeps it when it seeks again. */
  ticket: number;
  /** Whether it is given up because it has waited for as long as it may. */
  readonly hasTimedOut: boolean;

  /**
   * Here is one. A connection to it counts as open, until {@link Dispatcher.connectionClosed} is told.
   *
   * @param connection - its number, which no other of this dispatcher has
   */
  assigned(route: Route, connection: number): void;

  /** Every backend that is available has been tried. */
  exhausted(): void;

  /** None is to be had now: the search goes on as soon as one is, and whatever was tried may be tried again. */
  queued(waitFor: WaitFor): void;

  /** There is none for this client. */
  rejected(refusal: Rejection): void;
}

/**
 * Gives out backends and is told what became of them: the authority for ACTIVE_SERVERS, SESSION_MAP and the counts of
 * open connections, or what stands for one in another process.
 */
export interface Dispatcher {
  /** A new request. @param attempts - backends dialled in earlier requests of that client */
  newRequest(attempts: number): PendingRequest;

  /** The moves of a client that is about to be moved for the first time. */
  newMoves(): Moves;

  /**
   * Answers through the request, at once or later. The search ends with {@link DispatchRequest.assigned}, {@link DispatchRequest.exhausted} or
   * {@link DispatchRequest.rejected}.
   */
  dispatch(request: DispatchRequest): void;

  /**
   * The time for which the request would wait is over: makes sure that no answer is on its way to it.
   *
   * @param confirmed - called if its search still goes on, with how long that took to find out, in milliseconds. While nobody
   *   could answer, as when the process with the authority stood still, nobody could give it a backend either
   */
  confirmWait(request: DispatchRequest, confirmed: (delayMs: number) => void): void;

  /** The request gives up. Without effect after the end of its search. */
  cancel(request: DispatchRequest): void;

  /** The request's connection to the backend stands: its client sticks to it from now on. */
  established(request: Pick<DispatchRequest, 'stickyKey' | 'tried'>, backend: Backend): void;

  /**
   * A connection that was established is over, or its client is moved; told once for each. With the last one of a client the
   * idle life of its SESSION_MAP entry begins.
   */
  released(stickyKey: string | undefined, backend: Backend): void;

  /** The socket to a backend that was given out is closed. @param established - whether it ever connected */
  connectionClosed(backend: Backend, connection: number, established: boolean): void;

  /** The backend could not be reached, for a reason of its own or of this machine; or it closed without an answer. */
  failed(backend: Backend, reason: FailureKind): void;

  /** Whether latencies of answers are used. If not, they need not be measured. */
  readonly learns: boolean;

  /** The first byte of a connection to the backend has come, that long after the connection was begun. */
  answered(backend: Backend, latencyMs: number): void;

  /** A connection on which the client had sent something has ended without an answer, after that time. */
  unanswered(backend: Backend, lastedMs: number): void;

  /** A client of the backend has its first byte; told where {@link failed} tells of those that have none. */
  succeeded(backend: Backend): void;

  /** How many backends there are, active or not. */
  readonly backendCount: number;

  /** Whether a backend is active that is not among these. */
  hasOther(tried: ReadonlySet<Backend>): boolean;
}
