import type { Address } from '../net/address.js';
import { failureText, type FailureKind } from '../failure.js';
import { startDeadline } from '../net/deadline.js';
import type { Sharing } from '../net/listener.js';
import type { Peer } from '../net/peer.js';
import type { Backend } from '../routing/backend.js';
import { AccessControl } from './access-control.js';
import { ProxyHandshake } from './proxy-handshake.js';
import { Rounds, wholeMilliseconds } from './rounds.js';
import { Connection } from './connection.js';
import type { ConnectionContext } from './connection-context.js';
import type { Directory } from './directory.js';
import type { Dispatcher } from '../dispatch/dispatcher.js';
import type { ConnectionEnd, ConnectionEvents } from '../control/events.js';
import type { EventSink } from '../event-sink.js';
import { ConnectionTable } from './connection-table.js';
import { Throttle } from '../throttle.js';
import type { LoadMeters } from '../control/load-meters.js';
import type { AcceptorOptions, StickyKey } from '../control/options.js';
import type { ClientConnection, Listener, Transport } from '../transport/transport.js';

/** How long connections may take to end once they have been cut, in milliseconds; none should. */
const CUT_MS = 1000;

const STICKY_KEY_OF: Readonly<Record<StickyKey, (peer: Peer) => string | undefined>> = {
  ip: ({ ip }) => ip,
  'ip-port': ({ name }) => name,
  none: () => undefined,
};

/** Takes clients in, has each carried to the backend that the dispatcher names, and knows all who are here. */
export class Acceptor {
  readonly #options: AcceptorOptions;
  readonly #events: EventSink<ConnectionEvents>;
  readonly #shared: Omit<ConnectionContext, 'transport'>;
  /** Undefined until it listens. */
  #listener: Listener | undefined;
  #admission: AccessControl;
  readonly #here = new ConnectionTable<ProxyHandshake | Connection>();
  readonly #starvedIsSaid = new Throttle();
  readonly #rounds = new Rounds(() => this.connections);
  #whenIdle: (() => void) | undefined;
  #lastNumber = 0;

  /**
   * @param events - told of the life of every connection
   * @param loads - measure what the backends do
   */
  constructor(
    dispatcher: Dispatcher & Directory,
    options: AcceptorOptions,
    events: EventSink<ConnectionEvents>,
    loads: LoadMeters,
  ) {
    this.#options = options;
    this.#admission = new AccessControl(options);
    this.#events = events;
    this.#shared = {
      dispatcher,
      addressOf: (backend) => dispatcher.addressOf(backend),
      ...{ options, loads },
      nextNumber: () => ++this.#lastNumber,
      now: wholeMilliseconds,
      connectionOpened: (event) => events.emit('connection_open', event),
      connectionMoved: (event, { name: from }, times) => {
        if (times === 0) events.emit('connection_moved', { ...event, from });
        else events.emit('connection_rerouted', { ...event, from, times });
      },
      starved: (reason) => this.#starved(reason),
      connectionClosed: (connection, event) => {
        this.#here.delete(connection);
        events.emit('connection_close', event);
        this.#sayIfIdle();
      },
    };
  }

  /** Clients that are connected now, with a backend or waiting for one. */
  get openConnections(): number {
    return this.#here.size;
  }

  /** Those of clients that have a backend or wait for one. */
  get connections(): Connection[] {
    return this.#here.toArray().filter((one) => one instanceof Connection);
  }

  /**
   * @param transport - that carries the connections
   * @returns where it listens
   * @throws LbsimError of kind `runtime`: the port is taken, the host does not resolve
   */
  async listen(transport: Transport, address: Address, sharing?: Sharing): Promise<Address> {
    const context = { ...this.#shared, transport };
    this.#listener = transport.newListener({
      accepted: (client) => this.#accept(client, context),
      starved: (reason) => this.#starved(reason),
    });
    const bound = await this.#listener.listen(address, sharing);
    this.#rounds.start(this.#options);
    return bound;
  }

  /** The options are others from now on, for those who are here as well; nobody who was let in is refused afterwards. */
  configure(options: Partial<AcceptorOptions>): void {
    Object.assign(this.#options, options);
    this.#admission = new AccessControl(this.#options);
    if (this.#rounds.goOn) this.#rounds.start(this.#options);
  }

  /** Accepts the clients that the kernel has accepted already, and no one more. */
  async stopAccepting(): Promise<void> {
    await this.#listener?.acceptWaiting();
    this.close();
  }

  /** Closes the listener; clients that wait in its backlog are reset. */
  close(): void {
    this.#listener?.close();
  }

  /** Closes the connections to a backend that was marked down, or has their clients moved to another. */
  abandon(backend: Backend): void {
    for (const connection of this.connections) connection.onBackendDown(backend);
  }

  /**
   * Lets those who are here finish, and closes the connections of those who have not when the time is up. It ends soon
   * after that in any case.
   *
   * @returns how many had to be closed
   */
  async drain(timeoutMs: number): Promise<number> {
    let cut = 0;
    if (this.#here.size > 0) {
      await new Promise<void>((resolve) => {
        let cancel = startDeadline(timeoutMs, () => {
          cut = this.#here.size;
          cancel = startDeadline(CUT_MS, resolve);
          for (const one of this.#here.toArray()) one.destroy('drained');
        });
        this.#whenIdle = () => {
          cancel();
          resolve();
        };
      });
    }
    this.#rounds.stop();
    return cut;
  }

  #accept(client: ClientConnection, context: ConnectionContext): void {
    const { peer } = client;
    if (peer === undefined) client.destroy();
    else if (!this.#admission.throughProxies) this.#admit(client, peer, context);
    else if (this.#admission.trusts(peer)) this.#await(client, peer, context);
    else this.#deny(client, peer, 'not one of the proxies that are trusted');
  }

  /** Waits for a proxy to say who the client is. */
  #await(connection: ClientConnection, proxy: Peer, context: ConnectionContext): void {
    const since = performance.now();
    const arrival: ProxyHandshake = new ProxyHandshake(connection, proxy, {
      identified: (client) => {
        this.#here.delete(arrival);
        this.#admit(connection, client, context);
        this.#sayIfIdle();
      },
      rejected: (end, reason) => {
        this.#here.delete(arrival);
        this.#refused(proxy, performance.now() - since, end, reason);
        this.#sayIfIdle();
      },
    });
    this.#here.add(arrival);
  }

  #admit(client: ClientConnection, peer: Peer, context: ConnectionContext): void {
    if (!this.#admission.admits(peer)) {
      this.#deny(client, peer);
      return;
    }
    const stickyKey = STICKY_KEY_OF[this.#options.stickyKey](peer);
    const connection = new Connection(client, peer, stickyKey, context);
    this.#here.add(connection);
    connection.start();
  }

  /** Resets a client before any backend is touched. */
  #deny(client: ClientConnection, peer: Peer, reason?: string): void {
    client.destroy('reset');
    this.#refused(peer, 0, 'denied', reason);
  }

  /** Records a client that never got as far as to seek a backend. */
  #refused({ name: client }: Peer, durationMs: number, end: ConnectionEnd, reason?: string): void {
    this.#events.emit('connection_close', {
      client,
      backend: null,
      durationMs: Math.round(durationMs),
      bytesIn: 0,
      bytesOut: 0,
      end,
      ...(reason !== undefined && { reason }),
    });
  }

  #sayIfIdle(): void {
    if (this.#here.size === 0) this.#whenIdle?.();
  }

  #starved(reason: FailureKind): void {
    if (!this.#starvedIsSaid.passes(performance.now())) return;
    this.#events.emit('accept_failed', { reason: failureText(reason) });
  }
}
