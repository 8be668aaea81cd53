import type { Socket } from 'node:net';
import { unreadReset } from '../net/pending-reset.js';

interface Unaccepted {
  readonly client: string;
  readonly look: () => void;
}

/** Clients that connected while the backend was frozen: the kernel accepted them, and nothing is read from them. */
export class UnacceptedClients {
  readonly #sockets = new Map<Socket, Unaccepted>();
  readonly #isClient: (socket: Socket) => boolean;

  /** @param isClient - whether a socket is more than a probe, as far as is known */
  constructor(isClient: (socket: Socket) => boolean) {
    this.#isClient = isClient;
  }

  /** How many of them are there: a probe has left without a byte. */
  get count(): number {
    return [...this.#sockets.keys()].filter(({ readableEnded }) => !readableEnded).length;
  }

  /** @param isNoProbe - called when that is known */
  add(socket: Socket, client: string, isNoProbe: () => void): void {
    const look = (): void => {
      if (this.#isClient(socket)) isNoProbe();
    };
    this.#sockets.set(socket, { client, look });
    // Tells of the first bytes, and of FIN where there are none.
    if (this.#isClient(socket)) isNoProbe();
    else socket.once('readable', look);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  /** Hands each of them out, and knows none of them any more. */
  release(serve: (socket: Socket, client: string) => void): void {
    const sockets = [...this.#sockets];
    this.#sockets.clear();
    for (const [socket, { client, look }] of sockets) {
      socket.off('readable', look);
      serve(socket, client);
    }
  }

  /** Closes the connections that their clients have reset. */
  checkPeers(): void {
    for (const socket of this.#sockets.keys()) if (unreadReset(socket) !== undefined) socket.destroy();
  }

  /** Closes them all. */
  destroy(): void {
    for (const socket of this.#sockets.keys()) socket.destroy();
  }
}
