import type { Socket } from 'node:net';

/** Ends a served connection from our side: answers what has been received so far, then sends FIN. */
export type Finish = () => void;

/** How a backend answers. One object serves all connections of its server. */
export interface ServerMode {
  /**
   * Serves one accepted socket, half-open allowed, until it is closed: what comes before the client's FIN is answered
   * in full, then FIN is sent. The socket's errors are listened for by the caller.
   */
  serve(socket: Socket): Finish;
}
