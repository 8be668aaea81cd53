import type { Socket } from 'node:net';
import type { AdaptiveReads } from '../net/adaptive-reads.js';

/**
 * Reads a dialled socket once in each turn of the event loop, so that an RST is always seen as an error.
 *
 * An RST that arrives together with bytes is taken by libuv for the end of the stream once it has given those bytes to a
 * reader that goes on reading (`uv__stream_io` on POLLHUP after a partial read). A reader that stops after each read and
 * goes on in the next turn is told the truth, at the price of a `setImmediate` per read.
 *
 * @param take - given bytes to keep; when it returns false, reading goes on with `socket.resume()`
 */
export function readByTurns(socket: Socket, reads: AdaptiveReads, take: (bytes: Buffer) => boolean): void {
  const resume = (): void => void socket.resume();
  reads.consumer = (lent) => {
    if (take(Buffer.from(lent))) setImmediate(resume);
    return false;
  };
}
