import type { Socket } from 'node:net';
import type { HealthMonitor } from '../health/health-monitor.js';
import { AdaptiveReads } from '../net/adaptive-reads.js';
import type { Address } from '../net/address.js';
import { ConnectionPump } from '../net/connection-pump.js';
import { dial } from '../net/dial.js';
import type { FailureKind } from '../net/failure.js';
import type { BackendPool } from '../routing/backend-pool.js';
import type { Backend } from '../routing/backend.js';
import type { Route, Router } from '../routing/router.js';
import type { ConnectionCloseEvent, ConnectionEnd, ConnectionOpenEvent } from './events.js';
import type { Live } from './live-set.js';
import type { WaitingRoom } from './waiting-room.js';

/** What all connections of a balancer share. */
export interface ConnectionContext {
  readonly pool: BackendPool;
  readonly router: Router;
  readonly health: HealthMonitor;
  readonly waitingRoom: WaitingRoom;
  readonly addressOf: (backend: Backend) => Address;
  readonly now: () => number;
  readonly connectTimeoutMs: number;
  readonly waitForBackendTimeoutMs: number;
  readonly opened: (event: ConnectionOpenEvent) => void;
  readonly moved: (event: ConnectionOpenEvent & { from: string }) => void;
  /** The client's socket is closed. Called once, last. */
  readonly closed: (connection: Connection, event: ConnectionCloseEvent) => void;
}

/** When every active backend has been tried in vain, the pause before they are tried again. */
const RETRY_PAUSE_MS = 100;

/** Failures of this machine rather than of the backend that was to be reached. */
const OWN_FAILURES: ReadonlySet<FailureKind> = new Set(['too_many_open_files', 'no_local_port']);

/**
 * One client's life: routed, dialled (again, while a backend is left to try), pumped, recorded.
 *
 * Until the pump takes over nobody consumes the client's bytes: Node reads up to the socket's high-water mark and then
 * lets them wait in the kernel. So early bytes are kept and bounded, and a client that leaves is still noticed: by an
 * error, or by a FIN with nothing before it.
 */
export class Connection implements Live {
  place = -1;
  readonly #client: Socket;
  readonly #name: string;
  readonly #stickyKey: string | undefined;
  readonly #context: ConnectionContext;
  readonly #acceptedAt: number;
  readonly #tried = new Set<Backend>();
  #attempts = 0;
  #backend: Backend | undefined;
  #movedFrom: Backend | undefined;
  #pump: ConnectionPump | undefined;
  /** Set when the balancer itself ends the connection. */
  #endedFor: ConnectionEnd | undefined;
  #deadline: number | undefined;
  /** Stops whatever this connection is waiting for: a dial, the waiting room or a pause. */
  #cancelWait: (() => void) | undefined;

  /**
   * @param name - the client's `address:port`
   * @param stickyKey - what SESSION_MAP knows the client by, if anything
   */
  constructor(client: Socket, name: string, stickyKey: string | undefined, context: ConnectionContext) {
    this.#client = client;
    this.#name = name;
    this.#stickyKey = stickyKey;
    this.#context = context;
    this.#acceptedAt = context.now();
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
    this.#cancelWait?.();
    this.#pump?.destroy();
    this.#client.destroy();
  }

  readonly #search = (): void => {
    this.#cancelWait = undefined;
    if (this.#client.destroyed) return;
    const { pool, router, now } = this.#context;
    const route = router.route(this.#stickyKey, this.#tried, now());
    if (route !== undefined) this.#dial(route);
    else if (pool.activeCount > 0) this.#pauseAndTryAll();
    else this.#waitForBackend();
  };

  #dial(route: Route): void {
    const { backend } = route;
    const { pool, health, addressOf, connectTimeoutMs: timeoutMs } = this.#context;
    const reads = new AdaptiveReads();
    this.#tried.add(backend);
    this.#attempts++;
    pool.opened(backend);
    this.#cancelWait = dial(
      addressOf(backend),
      { timeoutMs, reads },
      (outcome) => {
        if (outcome.ok) {
          this.#join(route, outcome.socket, reads);
          return;
        }
        if (!OWN_FAILURES.has(outcome.reason)) health.reportFailure(backend, outcome.reason);
        this.#search();
      },
      () => pool.closed(backend),
    );
  }

  /** The backend's socket stands: from here on the two sockets are the pump's. */
  #join({ backend, why }: Route, socket: Socket, reads: AdaptiveReads): void {
    this.#cancelWait = undefined;
    if (this.#client.destroyed) {
      socket.destroy();
      reads.release();
      return;
    }
    const { router, now, opened, moved } = this.#context;
    router.established(this.#stickyKey, backend, this.#tried, now());
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
    const triedAndActive = [...this.#tried].filter((backend) => backend.available).length;
    if (this.#endedFor !== undefined || triedAndActive >= this.#context.pool.activeCount) return undefined;
    return () => {
      this.#pump = undefined;
      this.#movedFrom = from;
      this.#search();
    };
  }

  #waitForBackend(): void {
    this.#wait('no_backend', this.#timeLeft(), (proceed) => this.#context.waitingRoom.enter(proceed));
  }

  /** Every active backend has just been tried in vain, yet none of them counts as down: once more, but not at once. */
  #pauseAndTryAll(): void {
    this.#wait('connect_failed', this.#timeLeft(), (proceed) => {
      const timer = setTimeout(proceed, RETRY_PAUSE_MS);
      return () => clearTimeout(timer);
    });
  }

  /** Milliseconds until this client's patience is over; it begins with the first wait. */
  #timeLeft(): number {
    const { now, waitForBackendTimeoutMs } = this.#context;
    this.#deadline ??= now() + waitForBackendTimeoutMs;
    return this.#deadline - now();
  }

  /**
   * Searches again when the wait is over; ends the connection when the time is up or the client leaves.
   *
   * @param begin - starts to wait, and returns what stops it
   */
  #wait(end: ConnectionEnd, timeLeftMs: number, begin: (proceed: () => void) => () => void): void {
    if (timeLeftMs <= 0) {
      this.destroy(end);
      return;
    }
    const leave = (): void => this.destroy('client_gone');
    const stop = begin(() => {
      this.#cancelWait?.();
      this.#tried.clear();
      this.#search();
    });
    const timer = setTimeout(() => this.destroy(end), timeLeftMs);
    this.#client.once('end', leave);
    this.#cancelWait = () => {
      stop();
      clearTimeout(timer);
      this.#client.off('end', leave);
    };
    if (this.#client.readableEnded) leave();
  }

  #record(end: ConnectionEnd): void {
    this.#cancelWait?.();
    const { now, router, closed } = this.#context;
    if (this.#backend !== undefined) router.released(this.#stickyKey, this.#backend, now());
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
