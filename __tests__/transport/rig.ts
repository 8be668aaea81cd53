import type { Socket, TcpNetConnectOpts } from 'node:net';
import type { ConnectionPump } from '../../lib/transport/connection-pump.js';
import { unsupported } from '../../lib/transport/epoll/self-test.js';
import type { PumpEnd, PumpEvents } from '../../lib/transport/pump-events.js';
import { EPOLL_RIG } from './epoll-rig.js';
import { NODE_RIG } from './node-rig.js';

export type Register = (close: () => unknown) => void;

/** What can be seen of one of the two connections that a pump joins, from inside. */
export interface Inner {
  readonly destroyed: boolean;
  /** Bytes for it that the kernel has not taken. */
  readonly owed: number;
  /** Bytes that are held here beside that: read and not passed on. */
  readonly ahead: number;
  /** Resolves when it is closed. */
  closed(): Promise<void>;
  /** Resolves when its FIN has been read. */
  ended(): Promise<void>;
  /** Resolves when that many bytes more than before have been read from it. */
  reads(bytes: number, sent: () => void): Promise<void>;
}

/** Both ends of a client's connection to the proxy. */
export interface ClientPair {
  /** The client's own socket. */
  readonly outer: Socket;
  /** Resolves when what it has sent so far has come, as far as it is read ahead. */
  arrived(): Promise<void>;
  /** Resolves when its FIN has come. */
  ended(): Promise<void>;
  /** What a pump has left behind on the connection that it was joined by: the same before and after. */
  leftovers(): unknown;
}

export interface Pumped {
  readonly pump: ConnectionPump;
  /** The client's and the backend's own sockets. */
  readonly client: Socket;
  readonly backend: Socket;
  /** The pump's connections that face them. */
  readonly inner: { readonly client: Inner; readonly backend: Inner };
  /** Every end that the pump has told of. */
  readonly ends: PumpEnd[];
}

/** Pumps on one of the engines. */
export interface Rig {
  /** @param options - for the client's own socket */
  acceptClient(register: Register, options?: Partial<TcpNetConnectOpts>): Promise<ClientPair>;
  /** Dials a fresh backend for the client and joins the two. */
  pumpTo(
    client: ClientPair,
    register: Register,
    backendEnded?: PumpEvents['backendEnded'],
    answered?: PumpEvents['answered'],
  ): Promise<Pumped>;
}

/** All that this machine has. */
export const RIGS: readonly (readonly [string, Rig])[] = [
  ['node', NODE_RIG],
  ...(unsupported() === undefined ? [['epoll', EPOLL_RIG] as const] : []),
];
