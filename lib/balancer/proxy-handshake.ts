import { proxiedPeer, type Peer } from '../net/peer.js';
import { parseProxyHeader, type ProxyHeader } from '../net/proxy-protocol.js';
import { TimeoutQueue } from '../net/timeout-queue.js';
import type { ConnectionEnd } from '../control/events.js';
import type { TableEntry } from './connection-table.js';
import type { ClientConnection, FirstBytesReader } from '../transport/transport.js';

/** Outcome of a {@link ProxyHandshake}; one of the two is called, once. */
export interface HandshakeEvents {
  /** The proxy has said who the client is. What came behind the header is still to be read. */
  identified(client: Peer): void;
  /** It will not be served; the socket is closed. */
  rejected(end: ConnectionEnd, reason?: string): void;
}

/** Long enough for a lost segment to be sent again, as the specification asks of a receiver. */
const HEADER_TIMEOUT_MS = 3000;

/** A connection from a trusted proxy until its PROXY header has been read. */
export class ProxyHandshake implements TableEntry, FirstBytesReader {
  place = -1;
  readonly #client: ClientConnection;
  readonly #proxy: Peer;
  readonly #events: HandshakeEvents;
  readonly #timeouts = TimeoutQueue.lasting(HEADER_TIMEOUT_MS);
  readonly #late = this.#timeouts.set(() => this.#refuse('no whole header within 3 s'));
  #sentBytes = false;

  /** @param proxy - who is at the other end of the connection */
  constructor(client: ClientConnection, proxy: Peer, events: HandshakeEvents) {
    this.#client = client;
    this.#proxy = proxy;
    this.#events = events;
    client.onClosed(() => this.destroy('client_gone'));
    client.readFirst(this);
  }

  /** Closes the connection, and says for which reason. */
  destroy(end: ConnectionEnd): void {
    this.#leave();
    this.#client.destroy();
    this.#events.rejected(end);
  }

  read(bytes: Uint8Array): void {
    this.#sentBytes = true;
    const result = parseProxyHeader(bytes);
    if (result.state === 'invalid') this.#refuse(result.reason);
    else if (result.state === 'complete') this.#pass(result.header);
  }

  ended(): void {
    if (this.#sentBytes) this.#refuse('it ended within the header');
    else this.destroy('client_gone');
  }

  #pass({ length, addresses }: ProxyHeader): void {
    this.#leave();
    this.#client.takeFirst(length);
    this.#events.identified(addresses === undefined ? this.#proxy : proxiedPeer(addresses));
  }

  #refuse(reason: string): void {
    this.#leave();
    this.#client.destroy('reset');
    this.#events.rejected('bad_proxy_header', reason);
  }

  /** Waits no more. */
  #leave(): void {
    this.#timeouts.clear(this.#late);
    this.#client.onClosed(undefined);
  }
}
