import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the range from which the kernel takes the ports of outgoing connections. */
const [FIRST, LAST] = [12_000, 32_000];

/** A loopback port on which nobody listens, and that no outgoing connection can take in the meantime. */
export async function quietPort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    const server = createServer();
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!free) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
