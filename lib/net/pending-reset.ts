import { writeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { systemErrorCode } from '../errors.js';
import type { PeerGone } from './write-watch.js';

/** How often connections are looked at for it, in milliseconds. */
export const CHECK_PEERS_MS = 500;

const NOTHING = new Uint8Array(0);

/** What Node keeps of a socket beside what it shows. */
interface Inside {
  readonly _handle?: { readonly fd?: number; readonly reading?: boolean } | null;
  readonly _readableState?: { readonly ended?: boolean };
}

/**
 * Whether the peer of a socket that is not being read from has reset the connection.
 *
 * Node polls only the sockets that it reads from or has bytes to write to, so a reset behind a paused or a finished one
 * stays in the kernel. A `write` of no bytes on the file descriptor returns it: 0.7 µs, and nothing is sent. The kernel
 * tells of a reset once: afterwards reads end as if by FIN.
 *
 * @param finSent - whether FIN has been sent, or may have been
 * @returns `EPIPE` where the peer had sent FIN before, `ECONNRESET` where it had not or where it no longer answers
 *   keep-alive probes; undefined when nothing has happened, and always on Windows, where sockets have no file descriptor
 */
export function pendingReset(socket: Socket, finSent = socket.writableEnded): PeerGone | undefined {
  const { fd = -1 } = (socket as Inside)._handle ?? {};
  if (fd < 0) return undefined;
  try {
    writeSync(fd, NOTHING);
    return undefined;
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'EAGAIN') return undefined;
    // On a socket that has sent FIN every write fails so.
    if (code === 'EPIPE') return finSent ? undefined : 'EPIPE';
    return 'ECONNRESET';
  }
}

/**
 * As {@link pendingReset}, for a socket of which it is not known whether it is being read (if it is, reads will tell), and
 * whose answers, FIN included, may be held back.
 */
export function unreadReset(socket: Socket): PeerGone | undefined {
  const { _handle: handle, _readableState: state } = socket as Inside;
  const isRead = handle?.reading === true && state?.ended !== true;
  return isRead ? undefined : pendingReset(socket, socket.writableFinished);
}
