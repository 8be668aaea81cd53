import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { systemErrorCode } from '../../lib/errors.js';

/**
 * Ports that no system gives to `listen(0)` or to a connection going out (Linux does from 32,768 up, macOS and Windows
 * from 49,152): one of them stays free while nothing of the tests listens on it.
 */
const [FIRST, PAST] = [20_000, 32_000];

/** Listens on such a port of loopback, on another if it is taken. @returns it */
export async function listenApart(server: Server): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (PAST - FIRST));
    try {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      return port;
    } catch (error) {
      if (systemErrorCode(error) !== 'EADDRINUSE') throw error;
    }
  }
}

/** A port of loopback on which nothing listens, nor will by chance. */
export async function quietPort(): Promise<number> {
  const server = createServer();
  const port = await listenApart(server);
  server.close();
  await once(server, 'close');
  return port;
}
