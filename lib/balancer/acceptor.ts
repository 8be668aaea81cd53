import { createServer, type Server, type Socket } from 'node:net';
import type { Address } from '../net/address.js';
import { CidrSet } from '../net/cidr-set.js';
import { failureKind, failureText } from '../net/failure.js';
import { acceptLean } from '../net/lean-accept.js';
import { listen, type Sharing } from '../net/listener.js';
import { peerOf, type Peer } from '../net/peer.js';
import { Connection, type ConnectionContext } from './connection.js';
import type { StickyKey } from './defaults.js';
import type { Dispatcher } from './dispatcher.js';
import type { ConnectionEvents, Told } from './events.js';
import { LiveSet } from './live-set.js';

/** Bytes of a client that may be held here before it is told to wait. */
const CLIENT_HIGH_WATER_MARK = 64 * 1024;

/** The pump and the waiting connection listen for what an error means; this one only keeps it from being thrown. */
const HEARD = (): void => undefined;

const STICKY_KEY_OF: Readonly<Record<StickyKey, (peer: Peer) => string | undefined>> = {
  ip: ({ ip }) => ip,
  'ip-port': ({ name }) => name,
  none: () => undefined,
};

export interface AcceptorOptions {
  readonly stickyKey: StickyKey;
  readonly connectTimeoutMs: number;
  readonly waitForBackendTimeoutMs: number;
  /** Networks whose clients may connect; none for all. */
  readonly allow: readonly string[];
  /** Networks whose clients may not. */
  readonly deny: readonly string[];
}

/** Takes clients in, has each carried to the backend that the dispatcher names, and knows all who are here. */
export class Acceptor {
  readonly #stickyKey: StickyKey;
  readonly #events: Told<ConnectionEvents>;
  readonly #context: ConnectionContext;
  readonly #server: Server;
  readonly #allowed: CidrSet;
  readonly #denied: CidrSet;
  readonly #connections = new LiveSet<Connection>();
  #whenIdle: (() => void) | undefined;

  /** @param events - told of the life of every connection */
  constructor(dispatcher: Dispatcher, options: AcceptorOptions, events: Told<ConnectionEvents>) {
    this.#stickyKey = options.stickyKey;
    this.#allowed = new CidrSet(options.allow);
    this.#denied = new CidrSet(options.deny);
    this.#events = events;
    this.#context = {
      dispatcher,
      connectTimeoutMs: options.connectTimeoutMs,
      waitForBackendTimeoutMs: options.waitForBackendTimeoutMs,
      now: () => performance.now(),
      opened: (event) => events.emit('connection_open', event),
      moved: (event) => events.emit('connection_moved', event),
      closed: (connection, event) => {
        this.#connections.delete(connection);
        events.emit('connection_close', event);
        if (this.#connections.size === 0) this.#whenIdle?.();
      },
    };
    this.#server = createServer({
      allowHalfOpen: true,
      noDelay: true,
      highWaterMark: CLIENT_HIGH_WATER_MARK,
    });
    this.#server.on('connection', (socket) => this.#accept(socket));
  }

  /** Clients that are connected now, with a backend or waiting for one. */
  get openConnections(): number {
    return this.#connections.size;
  }

  /**
   * @returns where it listens
   * @throws LbsimError of kind `runtime`: the port is taken, the host does not resolve
   */
  async listen(address: Address, sharing?: Sharing): Promise<Address> {
    const bound = await listen(this.#server, address, sharing);
    acceptLean(this.#server, CLIENT_HIGH_WATER_MARK);
    this.#server.on('error', (error) => {
      this.#events.emit('accept_failed', { reason: failureText(failureKind(error)) });
    });
    return bound;
  }

  /** Takes in no one more. */
  close(): void {
    if (this.#server.listening) this.#server.close();
  }

  /**
   * Lets those who are here finish, and closes the connections of those who have not when the time is up.
   *
   * @returns how many had to be closed
   */
  async drain(timeoutMs: number): Promise<number> {
    this.close();
    if (this.#connections.size === 0) return 0;
    let cut = 0;
    const timer = setTimeout(() => {
      cut = this.#connections.size;
      for (const connection of this.#connections.toArray()) connection.destroy('drained');
    }, timeoutMs);
    await new Promise<void>((resolve) => (this.#whenIdle = resolve));
    clearTimeout(timer);
    return cut;
  }

  #accept(socket: Socket): void {
    socket.on('error', HEARD);
    const peer = peerOf(socket);
    if (peer === undefined) {
      socket.destroy();
      return;
    }
    if (!this.#admits(peer)) {
      this.#deny(socket, peer.name);
      return;
    }
    const connection = new Connection(socket, peer.name, STICKY_KEY_OF[this.#stickyKey](peer), this.#context);
    this.#connections.add(connection);
    connection.start();
  }

  #admits({ ip }: Peer): boolean {
    return (this.#allowed.size === 0 || this.#allowed.has(ip)) && !this.#denied.has(ip);
  }

  /** Resets a client before any backend is touched. */
  #deny(socket: Socket, client: string): void {
    socket.resetAndDestroy();
    this.#events.emit('connection_close', {
      client,
      backend: null,
      durationMs: 0,
      bytesIn: 0,
      bytesOut: 0,
      end: 'denied',
    });
  }
}
