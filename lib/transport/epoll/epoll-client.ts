import { formatAddress, type Address } from '../../net/address.js';
import type { CloseHow } from '../../net/close-socket.js';
import type { Peer } from '../../net/peer.js';
import type { ClientConnection, FirstBytesReader } from '../transport.js';
import { LARGEST } from './buffers.js';
import { EPOLLIN, EPOLLRDHUP, PEER_LEFT } from './constants.js';
import type { EpollSocket, SocketRole } from './epoll-socket.js';

/** The longest PROXY header is shorter. */
const FIRST_BYTES = 4096;

/** A client that nobody pumps: what it sends waits in the kernel. */
export class EpollClient implements ClientConnection, SocketRole {
  readonly socket: EpollSocket;
  readonly #address: Address;
  ended = false;
  /** Nothing is read ahead, so nothing can hide its end. */
  readonly isFull = false;
  #whenEnded: (() => void) | undefined;
  #reader: FirstBytesReader | undefined;
  #seen = 0;

  constructor(socket: EpollSocket, address: Address) {
    this.socket = socket;
    this.#address = address;
    socket.role = this;
  }

  get peer(): Peer {
    const { host: ip, port } = this.#address;
    return { ip, port, name: formatAddress(this.#address) };
  }

  get local(): Address {
    return this.socket.local;
  }

  get destroyed(): boolean {
    return this.socket.isClosed;
  }

  onClosed(listener: (() => void) | undefined): void {
    this.socket.whenClosed = listener;
  }

  onEnded(listener: (() => void) | undefined): void {
    this.#whenEnded = listener;
  }

  readFirst(reader: FirstBytesReader): void {
    this.#reader = reader;
    if (this.socket.events & (EPOLLIN | PEER_LEFT)) this.socket.engine.loop.tell(() => this.#readFirst());
  }

  takeFirst(length: number): void {
    const { engine, fd } = this.socket;
    this.#reader = undefined;
    engine.calls.read(fd, engine.buffers.hot, length);
  }

  closeIfReset(): void {
    if (this.socket.isReset) this.socket.close();
  }

  destroy(how: CloseHow = 'fin'): void {
    const { engine, events, fd, isClosed } = this.socket;
    // What it has said is dropped, or the kernel would answer with RST where FIN is meant.
    if (how === 'fin' && !isClosed && events & EPOLLIN) engine.calls.read(fd, engine.buffers.hot, LARGEST);
    this.socket.close(how);
  }

  ready(events: number): void {
    if (this.#reader !== undefined) this.#readFirst();
    else if (events & PEER_LEFT) this.look();
  }

  /** Has it left? It has where it was reset, or where its FIN is all that is to be read. */
  look(): void {
    const { socket } = this;
    if (socket.isClosed) return;
    if (socket.isReset) {
      socket.close();
      return;
    }
    if ((socket.events & EPOLLRDHUP) === 0 || this.ended) return;
    const { calls, buffers } = socket.engine;
    if (calls.peek(socket.fd, buffers.hot, 1) !== 0) return;
    this.ended = true;
    socket.engine.loop.tell(() => this.#whenEnded?.());
  }

  get #isReading(): boolean {
    return this.#reader !== undefined;
  }

  #readFirst(): void {
    const { socket } = this;
    const reader = this.#reader;
    if (reader === undefined || socket.isClosed) return;
    if (socket.isReset) {
      socket.close();
      return;
    }
    const { calls, buffers } = socket.engine;
    const length = calls.peek(socket.fd, buffers.hot, FIRST_BYTES);
    if (length > this.#seen) {
      this.#seen = length;
      reader.read(buffers.hot.bytes.slice(0, length));
    }
    const isOver = (socket.events & EPOLLRDHUP) !== 0;
    if (isOver && this.#isReading && !this.destroyed) reader.ended();
  }
}
