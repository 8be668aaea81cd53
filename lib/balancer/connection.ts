import type { CloseHow } from '../net/close-socket.js';
import { failureText, type FailureKind } from '../failure.js';
import { endsOf, type Peer } from '../net/peer.js';
import { formatProxyHeader } from '../net/proxy-protocol.js';
import type { Backend } from '../routing/backend.js';
import type { Route } from '../routing/router.js';
import { BackendConnector, type ConnectorHandler } from './backend-connector.js';
import type { ConnectionContext } from './connection-context.js';
import type { ConnectionEnd } from '../control/events.js';
import type { TableEntry } from './connection-table.js';
import type { Moves } from '../dispatch/moves.js';
import type { ConnectionPump } from '../transport/connection-pump.js';
import type { BackendConnection, ClientConnection } from '../transport/transport.js';
import { IdleTracker } from './idle-tracker.js';
import { reportUnanswered } from './on-answer.js';

/** A connection to a backend that has lasted this long was no mere attempt: when it is lost, the search begins anew. */
const LASTING_MS = 1000;

/**
 * One client's life: a search for a backend, the pump that joins the two, perhaps a move to another backend when that one
 * is lost, and the record at the end.
 */
export class Connection implements TableEntry, ConnectorHandler {
  place = -1;
  /** From 1 up, of each acceptor. */
  readonly number: number;
  /** By the clock of its context, in milliseconds. */
  readonly acceptedAt: number;
  readonly stickyKey: string | undefined;
  readonly #client: ClientConnection;
  readonly #peer: Peer;
  readonly #context: ConnectionContext;
  readonly #idle = new IdleTracker();
  /** Let go when it was short, as nearly all are: there are many connections. */
  #connector: BackendConnector | undefined;
  #attempts = 0;
  #backend: Backend | undefined;
  #pump: ConnectionPump | undefined;
  /** When the present pump began, in milliseconds. */
  #joinedAt = 0;
  /** The backend is lost, and the pump is about to let go of the client. */
  #moving = false;
  #moved: { readonly from: Backend; readonly rerouted: boolean } | undefined;
  #moves: Moves | undefined;
  /** Bytes that earlier pumps have passed. */
  #bytesIn = 0;
  #bytesOut = 0;
  /** Set when the balancer itself ends the connection. */
  #endedFor: ConnectionEnd | undefined;
  /** Why no backend could be reached. */
  #failure: FailureKind | undefined;

  /** @param stickyKey - what SESSION_MAP knows the client by, if anything */
  constructor(
    client: ClientConnection,
    peer: Peer,
    stickyKey: string | undefined,
    context: ConnectionContext,
  ) {
    this.number = context.nextNumber();
    this.#client = client;
    this.#peer = peer;
    this.#context = context;
    this.acceptedAt = context.now();
    this.stickyKey = stickyKey;
  }

  start(): void {
    this.#client.onClosed(() => {
      if (this.#pump === undefined) this.#record(this.#endedFor ?? 'client_gone');
    });
    this.#connecting().begin();
  }

  /** Of the client: `address:port`. */
  get client(): string {
    return this.#peer.name;
  }

  /** The backend that it is joined to; undefined while it waits for one. */
  get backend(): Backend | undefined {
    return this.#pump === undefined ? undefined : this.#backend;
  }

  /** What joins it to its backend. */
  get pump(): Pick<ConnectionPump, 'bytesIn' | 'bytesOut'> | undefined {
    return this.#pump;
  }

  /** Bytes passed from the client to backends. */
  get bytesIn(): number {
    return this.#bytesIn + (this.#pump?.bytesIn ?? 0);
  }

  /** Bytes passed from backends to the client. */
  get bytesOut(): number {
    return this.#bytesOut + (this.#pump?.bytesOut ?? 0);
  }

  /** Closes the client, and the backend with it, and records that reason. */
  destroy(end: ConnectionEnd, how: CloseHow = 'fin'): void {
    this.#endedFor ??= end;
    this.#connector?.stop();
    this.#pump?.destroy(how);
    this.#client.destroy(how);
  }

  /** Ends the connection if nothing has passed for too long. @param now - in milliseconds */
  checkIdle(now: number): void {
    if (this.#pump === undefined) return;
    const { bytesIn, bytesOut, halfClosed } = this.#pump;
    const { idleTimeoutMs, halfCloseTimeoutMs } = this.#context.options;
    const silentMs = this.#idle.idleFor(now, bytesIn + bytesOut, halfClosed);
    if (halfClosed && silentMs >= halfCloseTimeoutMs) this.destroy('half_close_timeout');
    else if (silentMs >= idleTimeoutMs) this.destroy('idle_timeout');
  }

  /** Finds out whether a side that is not being read from has reset. To be called a few times a second. */
  checkPeers(): void {
    if (this.#pump === undefined) {
      this.#client.closeIfReset();
      return;
    }
    const { tcpKeepaliveMs } = this.#context.options;
    if (tcpKeepaliveMs > 0) this.#pump.keepAlive(tcpKeepaliveMs);
    this.#pump.checkPeers();
  }

  /** A backend was marked down, and its live connections are not to be kept. */
  onBackendDown(backend: Backend): void {
    if (this.#pump === undefined || this.#backend !== backend || this.#moving) return;
    if (!this.#reroutable(this.#pump) || !this.#mayMove(this.#pump)) {
      this.destroy('backend_down');
      return;
    }
    this.#connecting().markTried(backend, true);
    this.#pump.detachClient(this.#toAnother(backend, true));
  }

  failed(end: ConnectionEnd, failure?: FailureKind): void {
    // A reset leaves no state (TIME_WAIT) in the kernel for a client that connects too often.
    this.#failure = failure;
    this.destroy(end, end === 'rate_limited' ? 'reset' : 'fin');
  }

  /** From here on the two connections are the pump's. */
  connected({ backend, why }: Route, connection: BackendConnection, answered: () => void): void {
    const { transport, options, now, connectionOpened: opened, connectionMoved: moved } = this.#context;
    const search = this.#connecting();
    const { attempts } = search;
    this.#attempts = attempts;
    if (search.wasShort) this.#connector = undefined;
    this.#backend = backend;
    this.#joinedAt = now();
    this.#moves?.done(this.#joinedAt);
    if (options.sendProxy !== 'off')
      connection.write(formatProxyHeader(options.sendProxy, endsOf(this.#peer, this.#client.local)));
    this.#pump = transport.pump(this.#client, connection, {
      answered,
      backendEnded: () => this.#lost(backend),
      ended: (end) => this.#record(this.#endedFor ?? end),
    });
    const event = { client: this.client, backend: backend.name, why, sticky: why === 'sticky', attempts };
    if (this.#moved === undefined) opened(event);
    else moved(event, this.#moved.from, this.#moved.rerouted ? (this.#moves?.reroutes ?? 0) : 0);
  }

  /** The backend's side is over. @returns what to do with the client, if it may have another backend */
  #lost(backend: Backend): (() => void) | undefined {
    const pump = this.#pump;
    if (pump === undefined || this.#endedFor !== undefined) return undefined;
    const { dispatcher, options, now } = this.#context;
    const { bytesIn, bytesOut, clientFinished } = pump;
    this.#moving = true;
    // A client that has sent nothing expects no answer.
    if (options.observe === 'traffic' && bytesIn > 0 && bytesOut === 0)
      dispatcher.failed(backend, 'closed_unanswered');
    const untouched = bytesIn === 0 && bytesOut === 0 && !clientFinished;
    const search = this.#connecting();
    search.markTried(backend, !untouched || now() - this.#joinedAt >= LASTING_MS);
    if (this.#mayMove(pump)) {
      if (untouched && dispatcher.hasOther(search.tried)) return this.#toAnother(backend, false);
      if (this.#reroutable(pump)) return this.#toAnother(backend, !untouched);
    }
    this.#moving = false;
    return undefined;
  }

  #connecting(): BackendConnector {
    this.#connector ??= new BackendConnector(
      this.#client,
      this.#peer,
      this.stickyKey,
      this.#context,
      this,
      this.#attempts,
    );
    return this.#connector;
  }

  #reroutable(pump: ConnectionPump): boolean {
    return this.#context.options.reroute && !pump.clientFinished;
  }

  #mayMove({ bytesIn }: ConnectionPump): boolean {
    return this.#moves?.mayMove(bytesIn > 0, this.#context.dispatcher.backendCount) ?? true;
  }

  /** @param rerouted - bytes have passed */
  #toAnother(from: Backend, rerouted: boolean): () => void {
    this.#moving = true;
    return () => {
      this.#moving = false;
      this.#bytesIn = this.bytesIn;
      this.#bytesOut = this.bytesOut;
      this.#release();
      this.#pump = undefined;
      this.#moved = { from, rerouted };
      this.#moves ??= this.#context.dispatcher.newMoves();
      this.#connecting().beginIn(this.#moves.begin(this.#context.now(), rerouted));
    };
  }

  /** The backend's connection, if there is one, holds the client's entry in SESSION_MAP no longer. */
  #release(): void {
    if (this.#pump === undefined || this.#backend === undefined) return;
    const { dispatcher, loads } = this.#context;
    reportUnanswered(this.#context, this.#backend, this.#pump, this.#joinedAt);
    dispatcher.released(this.stickyKey, this.#backend);
    loads.passed(this.#backend, this.#pump.bytesIn, this.#pump.bytesOut);
  }

  #record(end: ConnectionEnd): void {
    this.#connector?.stop();
    this.#release();
    const { now, connectionClosed: closed } = this.#context;
    closed(this, {
      client: this.#peer.name,
      backend: this.#backend?.name ?? null,
      durationMs: now() - this.acceptedAt,
      bytesIn: this.bytesIn,
      bytesOut: this.bytesOut,
      end,
      ...(this.#failure !== undefined && { reason: failureText(this.#failure) }),
    });
  }
}
