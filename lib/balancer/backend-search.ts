import type { Socket } from 'node:net';
import { AdaptiveReads } from '../net/adaptive-reads.js';
import { dial } from '../net/dial.js';
import { isOwnFailure, type FailureKind } from '../net/failure.js';
import { pendingReset } from '../net/pending-reset.js';
import type { Peer } from '../net/peer.js';
import { MAX_TIMER_MS } from '../net/timers.js';
import type { Backend } from '../routing/backend.js';
import type { Route } from '../routing/router.js';
import type { ConnectionContext } from './connection-context.js';
import type { Dispatcher, Refusal, Seeker } from './dispatcher.js';
import type { ConnectionEnd } from './events.js';
import { Patience } from './patience.js';
import type { WaitFor } from './waiting-room.js';

/** Who a backend is sought for. */
export interface Searcher {
  /**
   * Here it is, with a socket that stands and whose reads go there. Both are the searcher's from now on.
   *
   * @param answered - to be called when the backend's first byte has come; undefined when nobody wants to know
   */
  found(route: Route, socket: Socket, reads: AdaptiveReads, answered: (() => void) | undefined): void;
  /** There is none, for that reason; or the client has left. */
  gaveUp(end: ConnectionEnd): void;
}

/** When every active backend has been tried in vain, the pause before they are tried again. */
const RETRY_PAUSE_MS = 100;

const NONE: ReadonlySet<Backend> = new Set();
const NOTHING: ReadonlyMap<Backend, number> = new Map();

/**
 * One client's search for a backend that can be reached: routed and dialled, again while one is left to try; and what
 * waiting there is.
 *
 * All the while nobody consumes the client's bytes: Node reads up to the socket's high-water mark and then lets them
 * wait in the kernel. So early bytes are kept and bounded, and a client that leaves is still noticed: by an error, or by
 * a FIN with nothing before it.
 */
export class BackendSearch implements Seeker {
  readonly stickyKey: string | undefined;
  ticket = 0;
  readonly #client: Socket;
  readonly #peer: Peer;
  readonly #context: ConnectionContext;
  readonly #searcher: Searcher;
  /** What was tried in vain, and the {@link Backend.activations} that it had then. */
  #tried: ReadonlyMap<Backend, number> = NOTHING;
  #attempts: number;
  #seeking = false;
  #patience: Patience | undefined;
  /** Before it begins. */
  #pause: Patience | undefined;
  #cancelDial: (() => void) | undefined;

  /**
   * @param stickyKey - what SESSION_MAP knows the client by, if anything
   * @param attempts - backends dialled in earlier searches; the first of all makes a newcomer of the client
   */
  constructor(
    client: Socket,
    peer: Peer,
    stickyKey: string | undefined,
    context: ConnectionContext,
    searcher: Searcher,
    attempts = 0,
  ) {
    this.stickyKey = stickyKey;
    this.#client = client;
    this.#peer = peer;
    this.#context = context;
    this.#searcher = searcher;
    this.#attempts = attempts;
  }

  /** Without those that have come back since they were tried. */
  get tried(): ReadonlySet<Backend> {
    if (this.#tried.size === 0) return NONE;
    const still = [...this.#tried].filter(([backend, activations]) => backend.activations === activations);
    return new Set(still.map(([backend]) => backend));
  }

  get newcomer(): string | undefined {
    return this.#attempts === 0 ? this.#peer.ip : undefined;
  }

  /** Backends dialled so far. */
  get attempts(): number {
    return this.#attempts;
  }

  /** Whether nothing need be remembered of it: what it found was the first that it tried, and it had not to wait. */
  get wasShort(): boolean {
    return this.#tried.size === 0 && this.#patience === undefined;
  }

  /** Searches, or searches on, for a backend that was not tried. */
  begin(): void {
    if (this.#client.destroyed) return;
    this.#seeking = true;
    this.#context.dispatcher.seek(this);
  }

  /** Begins after a pause, unless the client leaves meanwhile. */
  beginIn(ms: number): void {
    if (ms <= 0 || this.#client.destroyed) {
      this.begin();
      return;
    }
    this.#pause = new Patience(this.#client, () => this.#searcher.gaveUp('client_gone'));
    this.#pause.begin('backend', MAX_TIMER_MS, () => undefined);
    this.#pause.pause(ms, () => this.begin());
  }

  /**
   * The backend that was found is lost, and counts as tried.
   *
   * @param anew - the next search has nothing to do with the last one: what was tried then may be tried again, the
   *   client's patience is what it was, and its place is behind those that came before now
   */
  forget(backend: Backend, anew: boolean): void {
    if (anew) {
      this.#tried = NOTHING;
      this.#patience = undefined;
      this.ticket = 0;
    }
    this.#try(backend);
  }

  /** No backend is wanted any more. */
  stop(): void {
    this.#patience?.end();
    this.#pause?.end();
    this.#cancelDial?.();
    this.#cancelDial = undefined;
    if (!this.#seeking) return;
    this.#seeking = false;
    this.#context.dispatcher.leave(this);
  }

  routed(route: Route): void {
    this.#seeking = false;
    this.#patience?.end();
    const { backend } = route;
    const { dispatcher, options } = this.#context;
    if (this.#clientHasLeft()) {
      dispatcher.closed(backend);
      return;
    }
    const reads = new AdaptiveReads();
    const answered = dispatcher.learns ? timedAnswer(dispatcher, backend) : undefined;
    this.#attempts++;
    this.#cancelDial = dial(
      dispatcher.addressOf(backend),
      { timeoutMs: options.connectTimeoutMs, reads },
      (outcome) => {
        this.#cancelDial = undefined;
        if (outcome.ok) this.#reached(route, outcome.socket, reads, answered);
        else this.#unreachable(backend, outcome.reason);
      },
      closedAt(dispatcher, backend),
    );
  }

  /** None of those counts as down, though each has just been tried: once more, but not at once. */
  exhausted(): void {
    this.#seeking = false;
    this.#tried = NOTHING;
    this.#wait('backend', 'connect_failed').pause(RETRY_PAUSE_MS, () => this.begin());
  }

  queued(waitFor: WaitFor): void {
    this.#tried = NOTHING;
    this.#wait(waitFor, waitFor === 'backend' ? 'no_backend' : 'queue_timeout');
  }

  refused(refusal: Refusal): void {
    this.#seeking = false;
    this.#searcher.gaveUp(refusal);
  }

  #reached(route: Route, socket: Socket, reads: AdaptiveReads, answered: (() => void) | undefined): void {
    if (this.#clientHasLeft()) {
      socket.destroy();
      reads.release();
      return;
    }
    this.#context.dispatcher.established(this, route.backend);
    this.#searcher.found(route, socket, reads, answered);
  }

  /** Also where it has reset after more bytes than Node reads ahead, so that it was no longer being read from. */
  #clientHasLeft(): boolean {
    const client = this.#client;
    const mayHave = !this.wasShort || client.readableLength >= client.readableHighWaterMark;
    if (mayHave && !client.destroyed && pendingReset(client) !== undefined) client.destroy();
    return client.destroyed;
  }

  #unreachable(backend: Backend, reason: FailureKind): void {
    if (reason === 'too_many_open_files') {
      this.#context.starved(reason);
      this.#searcher.gaveUp('too_many_open_files');
      return;
    }
    this.#try(backend);
    if (!isOwnFailure(reason)) this.#context.dispatcher.failed(backend, reason);
    this.begin();
  }

  #try(backend: Backend): void {
    this.#tried = new Map([...this.#tried, [backend, backend.activations]]);
  }

  /** Gives up when this client's patience is over or it leaves. */
  #wait(waitFor: WaitFor, end: ConnectionEnd): Patience {
    const { waitForBackendTimeoutMs, queueTimeoutMs } = this.#context.options;
    const ms = waitFor === 'backend' ? waitForBackendTimeoutMs : queueTimeoutMs;
    this.#patience ??= new Patience(this.#client, () => this.#searcher.gaveUp('client_gone'));
    this.#patience.begin(waitFor, ms, () => this.#searcher.gaveUp(end));
    return this.#patience;
  }
}

/** Tells that a socket to the backend is closed. It lives as long as the socket, and holds nothing of the search. */
function closedAt(dispatcher: Dispatcher, backend: Backend): () => void {
  return () => dispatcher.closed(backend);
}

/** Tells how long the backend took to answer, counted from now. It lives as long as the socket, and holds nothing of the search. */
function timedAnswer(dispatcher: Dispatcher, backend: Backend): () => void {
  const since = performance.now();
  return () => dispatcher.answered(backend, performance.now() - since);
}
