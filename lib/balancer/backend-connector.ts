import { STOOD_STILL_MS } from '../net/deadline.js';
import type { FailureKind } from '../failure.js';
import type { Peer } from '../net/peer.js';
import { MAX_TIMER_MS } from '../net/timers.js';
import type { Backend } from '../routing/backend.js';
import type { Route } from '../routing/router.js';
import type { ConnectionContext } from './connection-context.js';
import type { Rejection, DispatchRequest } from '../dispatch/dispatcher.js';
import type { ConnectionEnd } from '../control/events.js';
import type { PendingRequest } from '../dispatch/pending-request.js';
import type { WaitFor } from '../dispatch/waiting-room.js';
import type { BackendConnection, ClientConnection } from '../transport/transport.js';
import { CountedConnection } from './counted-connection.js';
import { onAnswer } from './on-answer.js';
import { WaitDeadline } from './wait-deadline.js';

/** Receives the outcome of a {@link BackendConnector}. */
export interface ConnectorHandler {
  /**
   * A backend is connected. The connection belongs to the handler from now on.
   *
   * @param answered - to be called when the backend's first byte has come
   */
  connected(route: Route, connection: BackendConnection, answered: () => void): void;
  /**
   * No backend can be had, for that reason; or the client has left.
   *
   * @param failure - why the last backend that was tried could not be reached, if one was
   */
  failed(end: ConnectionEnd, failure?: FailureKind): void;
}

/** Pause before the backends are tried again when every active one has failed. */
const RETRY_PAUSE_MS = 100;

/**
 * Connects one client to a backend that can be reached: asks the dispatcher, dials, tries the next one while there is one,
 * and waits where it must.
 *
 * All the while nobody consumes the client's bytes, and a client that leaves is noticed nevertheless.
 */
export class BackendConnector implements DispatchRequest {
  readonly stickyKey: string | undefined;
  hasTimedOut = false;
  readonly #request: PendingRequest;
  readonly #client: ClientConnection;
  readonly #peer: Peer;
  readonly #context: ConnectionContext;
  readonly #handler: ConnectorHandler;
  #isWaiting = false;
  #wait: WaitDeadline | undefined;
  /** Before it begins. */
  #pause: WaitDeadline | undefined;
  #cancelDial: (() => void) | undefined;

  /**
   * @param stickyKey - what SESSION_MAP knows the client by, if anything
   * @param attempts - backends dialled in earlier searches; the first of all makes a newcomer of the client
   */
  constructor(
    client: ClientConnection,
    peer: Peer,
    stickyKey: string | undefined,
    context: ConnectionContext,
    handler: ConnectorHandler,
    attempts = 0,
  ) {
    this.stickyKey = stickyKey;
    this.#client = client;
    this.#peer = peer;
    this.#context = context;
    this.#handler = handler;
    this.#request = context.dispatcher.newRequest(attempts);
  }

  get tried(): ReadonlySet<Backend> {
    return this.#request.tried;
  }

  get ticket(): number {
    return this.#request.ticket;
  }

  set ticket(ticket: number) {
    this.#request.ticket = ticket;
  }

  get newcomer(): string | undefined {
    return this.#request.attempts === 0 ? this.#peer.ip : undefined;
  }

  get client(): string {
    return this.#peer.name;
  }

  /** Backends dialled so far. */
  get attempts(): number {
    return this.#request.attempts;
  }

  /** Whether nothing need be remembered of it. */
  get wasShort(): boolean {
    return this.#request.wasShort;
  }

  /** Searches, or searches on, for a backend that was not tried. */
  begin(): void {
    if (this.#client.destroyed) return;
    this.#isWaiting = true;
    if (!this.wasShort) this.#request.asked(performance.now());
    this.#context.dispatcher.dispatch(this);
  }

  /** Begins after a pause, unless the client leaves meanwhile. */
  beginIn(ms: number): void {
    if (ms <= 0 || this.#client.destroyed) {
      this.begin();
      return;
    }
    this.#pause = new WaitDeadline(this.#client, () => this.#handler.failed('client_gone'));
    this.#pause.begin(MAX_TIMER_MS, () => undefined);
    this.#pause.pause(ms, () => this.begin());
  }

  /**
   * The backend that was found is lost, and counts as tried.
   *
   * @param anew - the next search has nothing to do with the last one: what was tried then may be tried again, the
   *   client's timeouts is what it was, and its place is behind those that came before now
   */
  markTried(backend: Backend, anew: boolean): void {
    if (anew) this.#request.reset();
    this.#request.markTried(backend);
  }

  /** No backend is wanted any more. */
  stop(): void {
    this.#wait?.end();
    this.#pause?.end();
    this.#cancelDial?.();
    this.#cancelDial = undefined;
    if (!this.#isWaiting) return;
    this.#isWaiting = false;
    this.#context.dispatcher.cancel(this);
  }

  assigned(route: Route, number: number): void {
    this.#isWaiting = false;
    this.#wait?.end();
    const { backend } = route;
    const { dispatcher, transport, addressOf, options } = this.#context;
    const connection = new CountedConnection(dispatcher, backend, number);
    if (this.#clientHasLeft()) {
      // Not at once: the dispatcher may be placing others, at a time that is over.
      queueMicrotask(connection.closed);
      return;
    }
    const since = performance.now();
    this.#request.attempts++;
    this.#cancelDial = transport.connect(
      addressOf(backend),
      options.connectTimeoutMs,
      (outcome) => {
        this.#cancelDial = undefined;
        connection.established = outcome.ok;
        if (outcome.ok) this.#reached(route, outcome.connection, since);
        else this.#unreachable(backend, outcome.reason);
      },
      connection.closed,
    );
  }

  /** None of those counts as down, though each has just been tried: once more, but not at once. */
  exhausted(): void {
    this.#isWaiting = false;
    this.#request.clearTried();
    this.#waitFor('backend', 'connect_failed').pause(RETRY_PAUSE_MS, () => this.begin());
  }

  queued(waitFor: WaitFor): void {
    this.#request.clearTried();
    this.#waitFor(waitFor, waitFor === 'backend' ? 'no_backend' : 'queue_timeout');
  }

  rejected(refusal: Rejection): void {
    this.#isWaiting = false;
    this.#handler.failed(refusal);
  }

  #reached(route: Route, connection: BackendConnection, since: number): void {
    if (this.#clientHasLeft()) {
      connection.destroy();
      return;
    }
    const { dispatcher, loads } = this.#context;
    loads.connected(route.backend, performance.now() - since);
    dispatcher.established(this, route.backend);
    this.#handler.connected(route, connection, onAnswer(this.#context, route.backend, since));
  }

  /** Also where it has reset after more bytes than are read ahead, so that it was no longer being read from. */
  #clientHasLeft(): boolean {
    const client = this.#client;
    if (!this.wasShort || client.isFull) client.closeIfReset();
    return client.destroyed;
  }

  #unreachable(backend: Backend, reason: FailureKind): void {
    this.#context.dispatcher.failed(backend, reason);
    if (reason === 'too_many_open_files') {
      this.#context.starved(reason);
      this.#handler.failed('too_many_open_files');
      return;
    }
    this.#request.markTried(backend, reason);
    this.begin();
  }

  /** Gives up when this client's timeouts is over or it leaves. */
  #waitFor(waitFor: WaitFor, end: ConnectionEnd): WaitDeadline {
    const { waitForBackendTimeoutMs: backend, queueTimeoutMs: place } = this.#context.options;
    const timeouts = { backend, place, operator: place };
    const leftMs = this.#request.wait(waitFor, timeouts, performance.now());
    this.#wait ??= new WaitDeadline(this.#client, () => this.#handler.failed('client_gone'));
    this.#wait.begin(leftMs, () => {
      this.#context.dispatcher.confirmWait(this, (delayMs) => {
        if (delayMs >= STOOD_STILL_MS) {
          // What answers may have stood still for as long before it was asked.
          this.#request.extendDeadlines(delayMs + Math.min(delayMs, timeouts[waitFor]));
          this.#waitFor(waitFor, end);
        } else {
          this.hasTimedOut = true;
          this.#handler.failed(end, waitFor === 'backend' ? this.#request.failure : undefined);
        }
      });
    });
    return this.#wait;
  }
}
