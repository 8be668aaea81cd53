import type { Socket } from 'node:net';
import { AdaptiveReads } from '../net/adaptive-reads.js';
import { ConnectionPump } from '../net/connection-pump.js';
import { dial } from '../net/dial.js';
import type { FailureKind } from '../net/failure.js';
import type { Backend } from '../routing/backend.js';
import type { Route } from '../routing/router.js';
import type { Dispatcher, Seeker } from './dispatcher.js';
import type {
  ConnectionCloseEvent,
  ConnectionEnd,
  ConnectionMovedEvent,
  ConnectionOpenEvent,
} from './events.js';
import type { Live } from './live-set.js';

/** What all connections of a balancer share. */
export interface ConnectionContext {
  readonly dispatcher: Dispatcher;
  readonly now: () => number;
  readonly connectTimeoutMs: number;
  readonly waitForBackendTimeoutMs: number;
  readonly opened: (event: ConnectionOpenEvent) => void;
  readonly moved: (event: ConnectionMovedEvent) => void;
  /** The client's socket is closed. Called once, last. */
  readonly closed: (connection: Connection, event: ConnectionCloseEvent) => void;
}

/** When every available backend has been tried in vain, the pause before they are tried again. */
const RETRY_PAUSE_MS = 100;

/** Failures of this machine rather than of the backend that was to be reached. */
const OWN_FAILURES: ReadonlySet<FailureKind> = new Set(['too_many_open_files', 'no_local_port']);

const NONE: ReadonlySet<Backend> = new Set();

/**
 * One client's life: routed, dialled (again, while a backend is left to try), pumped, recorded.
 *
 * Until the pump takes over nobody consumes the client's bytes: Node reads up to the socket's high-water mark and then
 * lets them wait in the kernel. So early bytes are kept and bounded, and a client that leaves is still noticed: by an
 * error, or by a FIN with nothing before it.
 */
export class Connection implements Live, Seeker {
  place = -1;
  readonly stickyKey: string | undefined;
  readonly #client: Socket;
  readonly #name: string;
  readonly #context: ConnectionContext;
  readonly #acceptedAt: number;
  #tried = NONE;
  #attempts = 0;
  #seeking = false;
  #backend: Backend | undefined;
  #movedFrom: Backend | undefined;
  #pump: ConnectionPump | undefined;
  /** Set when the balancer itself ends the connection. */
  #endedFor: ConnectionEnd | undefined;
  #deadline: number | undefined;
  /** Stops the dial or the wait that is under way. */
  #cancel: (() => void) | undefined;

  /**
   * @param name - the client's `address:port`
   * @param stickyKey - what SESSION_MAP knows the client by, if anything
   */
  constructor(client: Socket, name: string, stickyKey: string | undefined, context: ConnectionContext) {
    this.stickyKey = stickyKey;
    this.#client = client;
    this.#name = name;
    this.#context = context;
    this.#acceptedAt = context.now();
  }

  get tried(): ReadonlySet<Backend> {
    return this.#tried;
  }

  start(): void {
    this.#client.on('close', () => {
      if (this.#pump === undefined) this.#record(this.#endedFor ?? 'client_gone');
    });
    this.#search();
  }

  /** Closes the client, and the backend with it, and records that reason. */
  destroy(end: ConnectionEnd): void {
    this.#endedFor ??= end;
    this.#giveUp();
    this.#pump?.destroy();
    this.#client.destroy();
  }

  routed(route: Route): void {
    this.#seeking = false;
    this.#stopWaiting();
    const { backend } = route;
    const { dispatcher, connectTimeoutMs: timeoutMs } = this.#context;
    if (this.#client.destroyed) {
      dispatcher.closed(backend);
      return;
    }
    const reads = new AdaptiveReads();
    this.#attempts++;
    this.#cancel = dial(
      dispatcher.addressOf(backend),
      { timeoutMs, reads },
      (outcome) => {
        if (outcome.ok) this.#join(route, outcome.socket, reads);
        else this.#unreachable(backend, outcome.reason);
      },
      () => dispatcher.closed(backend),
    );
  }

  /** None of those counts as down, though each has just been tried: once more, but not at once. */
  exhausted(): void {
    this.#seeking = false;
    const timer = setTimeout(() => {
      this.#stopWaiting();
      this.#tried = NONE;
      this.#search();
    }, RETRY_PAUSE_MS);
    this.#wait('connect_failed', timer);
  }

  queued(): void {
    this.#tried = NONE;
    this.#wait('no_backend');
  }

  #search(): void {
    if (this.#client.destroyed) return;
    this.#seeking = true;
    this.#context.dispatcher.seek(this);
  }

  #unreachable(backend: Backend, reason: FailureKind): void {
    this.#cancel = undefined;
    this.#tried = new Set([...this.#tried, backend]);
    if (!OWN_FAILURES.has(reason)) this.#context.dispatcher.failed(backend, reason);
    this.#search();
  }

  /** The backend's socket stands: from here on the two sockets are the pump's. */
  #join({ backend, why }: Route, socket: Socket, reads: AdaptiveReads): void {
    this.#cancel = undefined;
    if (this.#client.destroyed) {
      socket.destroy();
      reads.release();
      return;
    }
    const { dispatcher, opened, moved } = this.#context;
    dispatcher.established(this, backend);
    this.#backend = backend;
    this.#deadline = undefined;
    this.#pump = new ConnectionPump(this.#client, socket, reads, {
      backendLost: () => this.#moveOn(backend),
      ended: (end) => this.#record(this.#endedFor ?? end),
    });
    const event = {
      client: this.#name,
      backend: backend.name,
      why,
      sticky: why === 'sticky',
      attempts: this.#attempts,
    };
    if (this.#movedFrom === undefined) opened(event);
    else moved({ ...event, from: this.#movedFrom.name });
  }

  /** The backend is gone and nothing had passed: the client may have another, if there is one to try. */
  #moveOn(from: Backend): (() => void) | undefined {
    this.#tried = new Set([...this.#tried, from]);
    if (this.#endedFor !== undefined || !this.#context.dispatcher.hasOther(this.#tried)) return undefined;
    return () => {
      this.#pump = undefined;
      this.#movedFrom = from;
      this.#search();
    };
  }

  /** Ends the connection when this client's patience, which begins with its first wait, is over or it leaves. */
  #wait(end: ConnectionEnd, pause?: NodeJS.Timeout): void {
    this.#stopWaiting();
    const { now, waitForBackendTimeoutMs } = this.#context;
    this.#deadline ??= now() + waitForBackendTimeoutMs;
    const timeLeftMs = this.#deadline - now();
    const leave = (): void => this.destroy('client_gone');
    const timer = setTimeout(() => this.destroy(end), timeLeftMs);
    this.#client.once('end', leave);
    this.#cancel = () => {
      clearTimeout(pause);
      clearTimeout(timer);
      this.#client.off('end', leave);
    };
    if (timeLeftMs <= 0) this.destroy(end);
    else if (this.#client.readableEnded) leave();
  }

  #stopWaiting(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** No backend is wanted any more. */
  #giveUp(): void {
    this.#stopWaiting();
    if (!this.#seeking) return;
    this.#seeking = false;
    this.#context.dispatcher.leave(this);
  }

  #record(end: ConnectionEnd): void {
    this.#giveUp();
    const { now, dispatcher, closed } = this.#context;
    if (this.#backend !== undefined) dispatcher.released(this.stickyKey, this.#backend);
    closed(this, {
      client: this.#name,
      backend: this.#backend?.name ?? null,
      durationMs: Math.round(now() - this.#acceptedAt),
      bytesIn: this.#pump?.bytesIn ?? 0,
      bytesOut: this.#pump?.bytesOut ?? 0,
      end,
    });
  }
}
