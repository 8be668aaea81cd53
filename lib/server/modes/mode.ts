import type { Socket } from 'node:net';
import type { FailureKind } from '../../failure.js';
import type { Address } from '../../net/address.js';
import type { HeldWrites } from '../../net/held-writes.js';
import type { ClientRequests } from '../queue/client-requests.js';

/** Ends a served connection from our side: answers what has been received so far, then sends FIN. */
export type Finish = () => void;

/** Told of each line that is answered, or of its beginning, in two parts; and whether that is all of it. */
export type OnLine = (kept: Buffer, piece: Buffer, ended: boolean) => void;

/** A client that is being served. */
export interface Service {
  readonly finish: Finish;
  /** Closes the client, and all that was opened for it, at once. */
  destroy(): void;
  /** The same by RST. */
  reset(): void;
  /** Finds out whether a peer has reset while nothing was read from it. To be called a few times a second. */
  checkPeers(): void;
}

/** What the server does for a mode, and has to know of it, as long as a client is served. */
export interface ServeHooks {
  /** For a mode that reads lines. */
  readonly onLine: OnLine;
  /** For a mode that answers requests: one was. */
  readonly onAnswer: () => void;
  /** The client's requests at the queue, if the backend has one. */
  readonly requests: ClientRequests | undefined;
  /** What faults hold back of the bytes written to the client. */
  readonly downstream: HeldWrites;
  /** Has the faults come over the bytes written to a socket that was opened for the client. */
  shapeUpstream(target: Socket): HeldWrites;
  /** What the client is to be forwarded to cannot be reached. */
  unreachable(target: Address, reason: FailureKind): void;
}

/** How a backend answers. One object serves all connections of its server. */
export interface ServerMode {
  /** It sends before it has been asked. */
  readonly speaksFirst?: true;
  /**
   * Serves one accepted socket, half-open allowed, until it is closed: what comes before the client's FIN is answered
   * in full, then FIN is sent. The socket's errors are listened for by the caller.
   *
   * @returns a service, where there is more than the client's socket to look after
   */
  serve(socket: Socket, hooks: ServeHooks): Finish | Service;
}
