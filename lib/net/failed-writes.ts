import { Socket } from 'node:net';
import { systemErrorCode } from '../errors.js';

/**
 * Why a write to a peer that is gone fails. ECONNRESET: it reset the connection. EPIPE: it had finished, and reset what
 * came after.
 */
export type PeerGone = 'ECONNRESET' | 'EPIPE';

/**
 * Lets a socket outlive a write that fails because the peer is gone, so that what the peer had sent can still be read.
 *
 * Node destroys a socket as soon as a write to it fails, and bytes that are unread by then are lost: most of a reply,
 * when its reader is slow. Here such a write passes for a written one and `gone` is told instead. Reading then gives
 * the bytes that are left and the end of the stream, after a reset too: the system tells of a reset once, and the write
 * was told.
 *
 * @param gone - called for each write that fails so; given anew, it replaces the one before
 */
export function outliveFailedWrites(socket: Socket, gone: (why: PeerGone) => void): void {
  socket._write = (chunk, encoding, callback) => {
    Socket.prototype._write.call(socket, chunk, encoding, (error) => {
      const code = systemErrorCode(error);
      if (code !== 'ECONNRESET' && code !== 'EPIPE') {
        callback(error);
        return;
      }
      callback();
      gone(code);
    });
  };
}
