import type { BackendConnection } from '../transport.js';
import type { EpollSocket } from './epoll-socket.js';

/** A backend that was reached, and that nobody pumps yet. */
export class EpollBackend implements BackendConnection {
  readonly socket: EpollSocket;

  constructor(socket: EpollSocket) {
    this.socket = socket;
  }

  /** A header is shorter than what any socket takes at first; where it is not taken, the first read or write tells why. */
  write(header: Uint8Array): void {
    const { calls, buffers } = this.socket.engine;
    buffers.hot.bytes.set(header);
    calls.write(this.socket.fd, buffers.hot, 0, header.length);
  }

  destroy(): void {
    this.socket.close();
  }
}
