import type { Socket } from 'node:net';
import { unreadReset } from '../net/pending-reset.js';
import type { Finish, Service } from './modes/mode.js';

/** The service of a client that is answered by the server itself, so that its socket is all there is. */
export class SoleSocket implements Service {
  readonly finish: Finish;
  readonly #socket: Socket;

  constructor(socket: Socket, finish: Finish) {
    this.#socket = socket;
    this.finish = finish;
  }

  destroy(): void {
    this.#socket.destroy();
  }

  reset(): void {
    this.#socket.resetAndDestroy();
  }

  checkPeers(): void {
    if (unreadReset(this.#socket) !== undefined) this.#socket.destroy();
  }
}
