import type { Socket } from 'node:net';

/** How a connection is closed at once: by FIN, or by RST. */
export const CLOSE_HOW = ['fin', 'reset'] as const;
export type CloseHow = (typeof CLOSE_HOW)[number];

/**
 * Closes a socket at once and drops what is still to be sent. With `fin` the kernel sends RST nevertheless if the peer has sent
 * bytes that were not read. With `reset` a socket whose FIN has been sent is closed as with `fin`: libuv cannot reset it.
 */
export function closeSocket(socket: Socket, how: CloseHow): void {
  if (how === 'reset' && !socket.writableEnded) socket.resetAndDestroy();
  else socket.destroy();
}
