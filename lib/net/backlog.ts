import type { Server } from 'node:net';
import { setImmediate } from 'node:timers/promises';

/** Connections that the kernel is asked to hold before they are accepted; it caps this at `net.core.somaxconn`. */
export const BACKLOG = 4096;

/**
 * Accepts the connections that wait in the backlog of a server that is about to be closed: closing it would reset them.
 * Resolves when a whole turn of the event loop has brought no connection, or when as many as the backlog holds have come,
 * for clients may go on coming.
 */
export async function acceptBacklog(server: Server): Promise<void> {
  if (!server.listening) return;
  let accepted = 0;
  const count = (): void => void accepted++;
  server.on('connection', count);
  let before: number;
  do {
    before = accepted;
    await wholeTurn();
  } while (accepted > before && accepted < BACKLOG);
  server.off('connection', count);
}

/** When the event loop has looked at all sockets once. */
export async function wholeTurn(): Promise<void> {
  await setImmediate();
  await setImmediate();
}
