import type { Socket } from 'node:net';
import type { Address } from '../../net/address.js';
import { closeSocket, type CloseHow } from '../../net/close-socket.js';
import { pendingReset } from '../../net/pending-reset.js';
import { localOf, peerOf, type Peer } from '../../net/peer.js';
import type { ClientConnection, FirstBytesReader } from '../transport.js';

/** What an error means is heard elsewhere; this only keeps it from being thrown. */
const ignoreError = (): void => undefined;

/** A client on a socket of Node, which reads up to its high-water mark and lets the rest wait in the kernel. */
export class NodeClient implements ClientConnection {
  readonly socket: Socket;
  readonly peer: Peer | undefined;
  #whenClosed: (() => void) | undefined;
  #whenEnded: (() => void) | undefined;
  #takeFirst: ((length: number) => void) | undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    this.peer = peerOf(socket);
    socket.on('error', ignoreError).on('close', () => this.#whenClosed?.());
  }

  get local(): Address {
    return localOf(this.socket);
  }

  get destroyed(): boolean {
    return this.socket.destroyed;
  }

  get ended(): boolean {
    return this.socket.readableEnded;
  }

  get isFull(): boolean {
    return this.socket.readableLength >= this.socket.readableHighWaterMark;
  }

  onClosed(listener: (() => void) | undefined): void {
    this.#whenClosed = listener;
  }

  onEnded(listener: (() => void) | undefined): void {
    if (this.#whenEnded !== undefined) this.socket.off('end', this.#whenEnded);
    this.#whenEnded = listener;
    if (listener !== undefined) this.socket.once('end', listener);
  }

  readFirst(reader: FirstBytesReader): void {
    const { socket } = this;
    let all = Buffer.alloc(0);
    const read = (chunk: Buffer): void => {
      all = Buffer.concat([all, chunk]);
      reader.read(all);
    };
    const ended = (): void => reader.ended();
    socket.on('data', read).on('end', ended);
    this.#takeFirst = (length) => {
      socket.pause();
      socket.off('data', read).off('end', ended);
      const rest = all.subarray(length);
      if (rest.length > 0) socket.unshift(rest);
    };
  }

  takeFirst(length: number): void {
    this.#takeFirst?.(length);
    this.#takeFirst = undefined;
  }

  closeIfReset(): void {
    if (!this.destroyed && pendingReset(this.socket) !== undefined) this.socket.destroy();
  }

  destroy(how: CloseHow = 'fin'): void {
    closeSocket(this.socket, how);
  }
}
