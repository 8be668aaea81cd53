import type { FailureKind } from '../failure.js';
import type { Address } from '../net/address.js';
import type { CloseHow } from '../net/close-socket.js';
import type { Destination } from '../net/destination.js';
import type { Sharing } from '../net/listener.js';
import type { Peer } from '../net/peer.js';
import type { ConnectionPump } from './connection-pump.js';
import type { Engine } from './engines.js';
import type { PumpEvents } from './pump-events.js';

/** How a balancer's connections are carried: listening, dialling, and bytes from one to the other. */
export interface Transport {
  readonly engine: Engine;
  newListener(events: ListenerEvents): Listener;
  /**
   * Opens a connection to a destination: each of its addresses in turn, as one attempt with one timeout.
   *
   * `done` is called exactly once and never before this returns, unless the attempt is cancelled. From that moment the callee
   * owns the connection, of which nothing can be lost before it is pumped.
   *
   * @param timeoutMs - after which the attempt has failed with `connect_timeout`
   * @param closed - whatever was opened is closed, whether or not it ever connected; called exactly once, also when cancelled
   * @returns cancels an attempt that is still under way; afterwards it has no effect
   */
  connect(
    to: Destination,
    timeoutMs: number,
    done: (outcome: ConnectOutcome) => void,
    closed: () => void,
  ): () => void;
  /** Joins two connections of this transport. From here on both are the pump's. */
  pump(client: ClientConnection, backend: BackendConnection, events: PumpEvents): ConnectionPump;
}

export interface ListenerEvents {
  accepted(client: ClientConnection): void;
  /** No descriptor is left to accept clients with, or accepting fails in another way. It may be told again and again. */
  starved(reason: FailureKind): void;
}

export interface Listener {
  /**
   * @returns where it listens
   * @throws LbsimError of kind `runtime`: the port is taken, the host does not resolve
   */
  listen(address: Address, sharing?: Sharing): Promise<Address>;
  /** Accepts the clients that the kernel has accepted already. */
  acceptWaiting(): Promise<void>;
  /** Clients that still wait in its backlog are reset. */
  close(): void;
}

/**
 * A client's connection as long as nobody pumps it: it waits for a backend, or again. Early bytes are kept, bounded, and a
 * client that leaves is noticed: by an error, or by a FIN with nothing before it.
 */
export interface ClientConnection {
  /** Undefined when it had left before anybody could ask who it was. */
  readonly peer: Peer | undefined;
  /** The address that it connected to. */
  readonly local: Address;
  /** Whether it is closed. */
  readonly destroyed: boolean;
  /** Whether its FIN has come, and nothing before it that was not read. */
  readonly ended: boolean;
  /** Whether it has sent more than is read ahead, so that its end would not be seen. */
  readonly isFull: boolean;
  /** The listener is called once it is closed; another takes its place, undefined none. */
  onClosed(listener: (() => void) | undefined): void;
  /** The listener is called when `ended` becomes true; another takes its place, undefined none. */
  onEnded(listener: (() => void) | undefined): void;
  /** Has its first bytes read, until some of them are taken or it is closed. */
  readFirst(reader: FirstBytesReader): void;
  /** Takes that number of the bytes that have been read, and reads no more: what is behind them stays for the pump. */
  takeFirst(length: number): void;
  /** Closes it when its peer has reset the connection and reading does not tell. */
  closeIfReset(): void;
  /** Closes it at once, and drops what it has sent. */
  destroy(how?: CloseHow): void;
}

/** Reads the first bytes of a client. */
export interface FirstBytesReader {
  /** @param bytes - all that have come so far */
  read(bytes: Uint8Array): void;
  /** FIN has come. */
  ended(): void;
}

/** A connection to a backend that nobody pumps yet. */
export interface BackendConnection {
  /** To be sent before the client's first byte. */
  write(header: Uint8Array): void;
  destroy(): void;
}

export type ConnectOutcome =
  | { readonly ok: true; readonly connection: BackendConnection }
  | { readonly ok: false; readonly reason: FailureKind };
