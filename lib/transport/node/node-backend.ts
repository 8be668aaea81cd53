import type { Socket } from 'node:net';
import type { AdaptiveReads } from '../../net/adaptive-reads.js';
import type { BackendConnection } from '../transport.js';

/** A backend on a socket of Node. */
export class NodeBackend implements BackendConnection {
  readonly socket: Socket;
  readonly reads: AdaptiveReads;

  constructor(socket: Socket, reads: AdaptiveReads) {
    this.socket = socket;
    this.reads = reads;
  }

  write(header: Uint8Array): void {
    this.socket.write(header);
  }

  destroy(): void {
    this.socket.destroy();
    this.reads.release();
  }
}
