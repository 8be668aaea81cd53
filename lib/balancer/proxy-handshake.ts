import type { Socket } from 'node:net';
import { proxiedPeer, type Peer } from '../net/peer.js';
import { parseProxyHeader, type ProxyHeader } from '../net/proxy-protocol.js';
import { TimeoutQueue } from '../net/timeout-queue.js';
import type { ConnectionEnd } from '../control/events.js';
import type { TableEntry } from './connection-table.js';

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
export class ProxyHandshake implements TableEntry {
  place = -1;
  readonly #socket: Socket;
  readonly #proxy: Peer;
  readonly #events: HandshakeEvents;
  readonly #timeouts = TimeoutQueue.lasting(HEADER_TIMEOUT_MS);
  readonly #late = this.#timeouts.set(() => this.#refuse('no whole header within 3 s'));
  #bytes = Buffer.alloc(0);

  /** @param proxy - who is at the other end of the socket */
  constructor(socket: Socket, proxy: Peer, events: HandshakeEvents) {
    this.#socket = socket;
    this.#proxy = proxy;
    this.#events = events;
    socket.on('data', this.#read).on('end', this.#ended).on('close', this.#gone);
  }

  /** Closes the connection, and says for which reason. */
  destroy(end: ConnectionEnd): void {
    this.#leave();
    this.#socket.destroy();
    this.#events.rejected(end);
  }

  readonly #read = (chunk: Buffer): void => {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    const result = parseProxyHeader(this.#bytes);
    if (result.state === 'invalid') this.#refuse(result.reason);
    else if (result.state === 'complete') this.#pass(result.header);
  };

  readonly #ended = (): void => {
    if (this.#bytes.length === 0) this.destroy('client_gone');
    else this.#refuse('it ended within the header');
  };

  readonly #gone = (): void => this.destroy('client_gone');

  #pass({ length, addresses }: ProxyHeader): void {
    this.#leave();
    const rest = this.#bytes.subarray(length);
    if (rest.length > 0) this.#socket.unshift(rest);
    this.#events.identified(addresses === undefined ? this.#proxy : proxiedPeer(addresses));
  }

  #refuse(reason: string): void {
    this.#leave();
    this.#socket.resetAndDestroy();
    this.#events.rejected('bad_proxy_header', reason);
  }

  /** Reads and waits no more. */
  #leave(): void {
    this.#timeouts.clear(this.#late);
    this.#socket.pause();
    this.#socket.off('data', this.#read).off('end', this.#ended).off('close', this.#gone);
  }
}
