import { writeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { systemErrorCode } from '../errors.js';
import type { PeerGone } from './write-watch.js';

const NOTHING = new Uint8Array(0);

/**
 * Whether the peer of a socket that is not being read from has reset the connection.
 *
 * Node polls only the sockets that it reads from or has bytes to write to, so a reset behind a paused or a finished one
 * stays in the kernel. A `write` of no bytes on the file descriptor returns it: 0.7 µs, and nothing is sent. The kernel
 * tells of a reset once: afterwards reads end as if by FIN.
 *
 * @returns `EPIPE` where the peer had sent FIN before, `ECONNRESET` where it had not or where it no longer answers
 *   keep-alive probes; undefined when nothing has happened, and always on Windows, where sockets have no file descriptor
 */
export function pendingReset(socket: Socket): PeerGone | undefined {
  const { fd = -1 } = (socket as { _handle?: { fd?: number } | null })._handle ?? {};
  if (fd < 0) return undefined;
  try {
    writeSync(fd, NOTHING);
    return undefined;
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'EAGAIN') return undefined;
    // On a socket that has sent FIN every write fails so.
    if (code === 'EPIPE') return socket.writableEnded ? undefined : 'EPIPE';
    return 'ECONNRESET';
  }
}
