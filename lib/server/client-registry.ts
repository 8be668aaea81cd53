import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { formatAddress } from '../net/address.js';
import { startDeadline } from '../net/deadline.js';
import { peerOf } from '../net/peer.js';
import { MAX_TIMER_MS } from '../net/timers.js';
import type { BackendServerEvents } from './events.js';
import type { FaultInjector } from './faults/fault-injector.js';
import type { FaultKind } from './faults/faults.js';
import { ShapedWrites } from './faults/shaped-writes.js';
import type { Shaping } from './faults/shaping.js';
import type { Finish, ServeHooks, ServerMode, Service } from './modes/mode.js';
import { ClientRequests } from './queue/client-requests.js';
import type { ServiceQueue } from './queue/service-queue.js';
import { ReceivedLine } from './received-line.js';
import { SoleSocket } from './sole-socket.js';
import { UnacceptedClients } from './unaccepted-clients.js';

/** A stop waits for answers that are due within this time, in milliseconds: as long as a balancer drains by default. */
const LONGEST_LATENCY_MS = 10_000;

/** A stop waits for bytes that are being sent for this time, in milliseconds. */
const LONGEST_DRAIN_MS = 10_000;

/** The close that follows an error is handled; without this listener the error would be thrown. */
const ignoreError = (): void => undefined;

interface Client {
  readonly service: Service;
  /** Those to the client, and those to what it is forwarded to. */
  readonly writes: readonly ShapedWrites[];
  readonly requests: ClientRequests | undefined;
}

/** Accepts clients as the faults allow, has the mode serve them, and keeps a list of all that are connected. */
export class ClientRegistry {
  readonly #mode: ServerMode;
  readonly #injector: FaultInjector;
  readonly #queue: ServiceQueue | undefined;
  readonly #events: Pick<EventEmitter<BackendServerEvents>, 'emit' | 'listenerCount'>;
  readonly #clients = new Map<Socket, Client>();
  readonly #unaccepted = new UnacceptedClients((socket) => this.#isClient(socket));
  #whenEmpty: (() => void) | undefined;
  /** Of those that are closed. */
  #served = 0;
  #probes = 0;
  #answers = 0;

  constructor(
    mode: ServerMode,
    injector: FaultInjector,
    queue: ServiceQueue | undefined,
    events: Pick<EventEmitter<BackendServerEvents>, 'emit' | 'listenerCount'>,
  ) {
    this.#mode = mode;
    this.#injector = injector;
    this.#queue = queue;
    this.#events = events;
  }

  /** Clients that are being served now. */
  get open(): number {
    return this.#clients.size;
  }

  /** Clients that were or are being served: a connection on which nothing has been sent may be a probe, and is none yet. */
  get served(): number {
    return this.#served + [...this.#clients.keys()].filter((socket) => this.#isClient(socket)).length;
  }

  /** Lines or requests that were answered. */
  get answers(): number {
    return this.#answers;
  }

  /** Connections that were closed before their client had sent a byte. */
  get probes(): number {
    return this.#probes;
  }

  /** Clients that nobody looks after as long as the backend is frozen; none that have left without a byte. */
  get unaccepted(): number {
    return this.#unaccepted.count;
  }

  receive(socket: Socket): void {
    socket.on('error', ignoreError);
    const client = peerOf(socket)?.name;
    if (client === undefined) {
      socket.destroy();
      return;
    }
    const decision = this.#injector.admit();
    if (decision === 'served') {
      this.#serve(socket, client);
    } else if (decision === 'unaccepted') {
      this.#unaccepted.add(socket, client, () => this.#injected('freeze', client));
    } else {
      this.#injected(decision, client);
      socket.resetAndDestroy();
    }
  }

  /** What was held back may go, and those who were left alone may be served, if the faults now allow it. */
  faultsChanged(): void {
    for (const { writes } of [...this.#clients.values()]) for (const each of writes) each.faultsChanged();
    if (this.#injector.faults.freeze) return;
    this.#unaccepted.release((socket, client) => this.#serve(socket, client));
  }

  /** Closes the connections that their clients have reset, which Node does not notice while it does not read them. */
  checkPeers(): void {
    for (const { service } of this.#clients.values()) service.checkPeers();
    this.#unaccepted.checkPeers();
  }

  /** Ends every connection from our side: answers what has come, then sends FIN. */
  finish(): void {
    this.#unaccepted.destroy();
    for (const { service } of this.#clients.values()) service.finish();
  }

  /**
   * Closes those who are still here once they have had that time to read their answers and to close.
   *
   * @param graceMs - in milliseconds, from when the last of a client's answers is due; with 0 they are not waited for. As
   *   long as bytes are sent a client has that time again, up to 10 s in all
   */
  closeAfter(graceMs: number): void {
    const end = performance.now() + (graceMs === 0 ? 0 : LONGEST_DRAIN_MS);
    for (const [socket, client] of this.#clients) {
      const dueInMs = Math.max(
        client.requests?.dueInMs ?? 0,
        ...client.writes.map((writes) => writes.dueInMs),
      );
      const ms = graceMs === 0 ? 0 : Math.min(graceMs + Math.min(dueInMs, LONGEST_LATENCY_MS), MAX_TIMER_MS);
      this.#closeWhenSilent(socket, client, ms, end);
    }
  }

  /** Resolves when no client is being served. */
  async empty(): Promise<void> {
    if (this.#clients.size > 0) await new Promise<void>((resolve) => (this.#whenEmpty = resolve));
  }

  #closeWhenSilent(socket: Socket, client: Client, ms: number, end: number): void {
    const sent = sentTo(client);
    const cancel = startDeadline(ms, () => {
      socket.off('close', cancel);
      if (sentTo(client) === sent || performance.now() >= end) client.service.destroy();
      else this.#closeWhenSilent(socket, client, ms, end);
    });
    socket.once('close', cancel);
  }

  /** From here on the client's bytes are the mode's. */
  #serve(socket: Socket, client: string): void {
    const said = new Set<FaultKind>();
    const injected = (kind: FaultKind): void => {
      if (!said.has(kind)) this.#injected(kind, client);
      said.add(kind);
    };
    socket.on('close', () => this.#closed(socket, client));
    this.#events.emit('connection_open', { client });
    const writes: ShapedWrites[] = [];
    const shape = (written: Socket, shaping: Shaping): ShapedWrites => {
      const shaped = new ShapedWrites(written, shaping, injected, () => this.#reset(socket));
      writes.push(shaped);
      return shaped;
    };
    const requests = this.#requestsOf(client);
    const hooks: ServeHooks = {
      requests,
      downstream: shape(socket, this.#injector.downstream),
      shapeUpstream: (target) => shape(target, this.#injector.upstream),
      onAnswer: () => this.#answers++,
      onLine: (kept, piece, ended) => {
        if (requests === undefined) this.#answers++;
        if (this.#events.listenerCount('line_received') > 0)
          this.#events.emit('line_received', new ReceivedLine(client, kept, piece, ended));
      },
      unreachable: (target, reason) =>
        void this.#events.emit('target_unreachable', { client, to: formatAddress(target), reason }),
    };
    const served = this.#injector.faults.probeOnly
      ? closeAtFirstByte(socket, () => injected('probe-only'))
      : this.#mode.serve(socket, hooks);
    const service = typeof served === 'function' ? new SoleSocket(socket, served) : served;
    this.#clients.set(socket, { service, writes, requests });
    // Of one that was left alone: its FIN came when the mode could not be told.
    if (socket.readableEnded) service.finish();
  }

  /** By a fault, which may be as soon as the mode begins to send. */
  #reset(socket: Socket): void {
    const client = this.#clients.get(socket);
    if (client === undefined) socket.resetAndDestroy();
    else client.service.reset();
  }

  #requestsOf(client: string): ClientRequests | undefined {
    const queue = this.#queue;
    if (queue === undefined) return undefined;
    return new ClientRequests(queue, () => {
      this.#events.emit('queue_full', { client, waiting: queue.waiting });
    });
  }

  #closed(socket: Socket, client: string): void {
    this.#clients.get(socket)?.requests?.leave();
    this.#clients.delete(socket);
    const { bytesRead: bytesIn, bytesWritten: bytesOut } = socket;
    const probe = !this.#isClient(socket);
    if (probe) this.#probes++;
    else this.#served++;
    this.#events.emit('connection_close', { client, bytesIn, bytesOut, probe });
    if (this.#clients.size === 0) this.#whenEmpty?.();
  }

  /** Where the backend speaks first, a client need not say anything, and cannot be told from a probe. */
  #isClient({ bytesRead, bytesWritten }: Socket): boolean {
    return this.#mode.speaksFirst === true || bytesRead > 0 || bytesWritten > 0;
  }

  #injected(kind: FaultKind, client: string): void {
    this.#events.emit('fault', { kind, client });
  }
}

function sentTo({ writes }: Client): number {
  return writes.reduce((sum, { sent }) => sum + sent, 0);
}

/** Serves nobody: who says something is sent FIN. */
function closeAtFirstByte(socket: Socket, injected: () => void): Finish {
  const finish = (): void => void socket.end();
  socket.once('data', () => {
    injected();
    finish();
  });
  socket.on('end', finish);
  socket.resume();
  return finish;
}
