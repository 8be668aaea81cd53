import { connect, type OnReadOpts, type Socket, type TcpNetConnectOpts } from 'node:net';
import type { DuplexOptions } from 'node:stream';
import type { Address } from './address.js';
import type { FailureKind } from '../failure.js';
import { failureKind } from './failure.js';
import { TimeoutQueue } from './timeout-queue.js';

/** Where the bytes of a socket go, as `AdaptiveReads`. */
export interface DialReads extends OnReadOpts {
  /** No byte will be read. */
  release(): void;
}

export interface DialOptions {
  /** After which the attempt has failed with `connect_timeout`, in milliseconds. */
  readonly timeoutMs: number;
  /** Where the socket's bytes go; without it the socket is a plain stream. */
  readonly reads?: DialReads;
  /** Bytes that a plain stream reads ahead. @default Node's */
  readonly highWaterMark?: number;
  /** The address to connect from. @default the system's choice */
  readonly localAddress?: string;
}

export type DialOutcome =
  { readonly ok: true; readonly socket: Socket } | { readonly ok: false; readonly reason: FailureKind };

/**
 * Opens a TCP connection: half-open allowed, no delay. One that has reached itself counts as refused.
 *
 * `done` is called exactly once, unless the attempt is cancelled; with a socket it is called while the socket connects,
 * before anything can be read from it or go wrong with it, so the callee attaches its listeners there and then. From
 * that moment the callee owns the socket and its reads.
 *
 * @param onClosed - the socket is gone, whether or not it ever connected; called exactly once, also when cancelled
 * @returns cancels an attempt that is still under way; afterwards it has no effect
 */
export function dial(
  { host, port }: Address,
  { timeoutMs, reads, highWaterMark, localAddress }: DialOptions,
  done: (outcome: DialOutcome) => void,
  onClosed?: () => void,
): () => void {
  const options: TcpNetConnectOpts & DuplexOptions = {
    host,
    port,
    allowHalfOpen: true,
    noDelay: true,
    // What Node sets anyway. Given here, Node 20 need not add it, which makes a hidden class for each socket anew and
    // each look at the options a slow one.
    emitClose: false,
    autoDestroy: true,
    decodeStrings: false,
  };
  if (reads !== undefined) options.onread = reads;
  if (highWaterMark !== undefined) options.highWaterMark = highWaterMark;
  if (localAddress !== undefined) options.localAddress = localAddress;
  const socket = connect(options);
  const timeouts = TimeoutQueue.lasting(timeoutMs);
  // The socket's listeners stay as long as the socket; who waited for the outcome must not.
  let waiting: typeof done | undefined = done;
  const settle = (outcome: DialOutcome | undefined): void => {
    const tell = waiting;
    if (tell === undefined) return;
    waiting = undefined;
    timeouts.clear(timeout);
    if (outcome?.ok !== true) {
      socket.destroy();
      reads?.release();
    }
    if (outcome !== undefined) tell(outcome);
  };
  const expired = (): void => settle({ ok: false, reason: 'connect_timeout' });
  const timeout = timeouts.set(expired);
  socket.on('error', (error) => settle({ ok: false, reason: failureKind(error) }));
  socket.once('connect', () => {
    if (!reachedItself(socket, port)) {
      settle({ ok: true, socket });
      return;
    }
    socket.resetAndDestroy(); // leaves nothing behind that would keep the port
    settle({ ok: false, reason: 'connection_refused' });
  });
  if (onClosed !== undefined) socket.once('close', onClosed);
  return () => settle(undefined);
}

/**
 * Where nobody listens on a port that this machine gives out to its own connections, a connection may be given that very
 * port and then meets its own SYN: a simultaneous open (RFC 9293, 3.5).
 */
function reachedItself(socket: Socket, port: number): boolean {
  return socket.localPort === port && socket.localAddress === socket.remoteAddress;
}
