import type { Socket } from 'node:net';

/** Ends a served connection from our side: answers what has been received so far, then sends FIN. */
export type Finish = () => void;

/** Told of each line that is answered, or of its beginning, in two parts; and whether that is all of it. */
export type OnLine = (kept: Buffer, piece: Buffer, ended: boolean) => void;

/** How a backend answers. One object serves all connections of its server. */
export interface ServerMode {
  /** It sends before it has been asked. */
  readonly speaksFirst?: true;
  /**
   * Serves one accepted socket, half-open allowed, until it is closed: what comes before the client's FIN is answered
   * in full, then FIN is sent. The socket's errors are listened for by the caller.
   *
   * @param onLine - for a mode that reads lines
   */
  serve(socket: Socket, onLine?: OnLine): Finish;
}
