import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { BackendServer } from '../../lib/server/backend-server.js';
import type { BackendServerOptions } from '../../lib/server/options.js';
import { cleanup } from '../helpers/cleanup.js';
import { connectToLoopback, sendUntilStalled, until } from '../helpers/sockets.js';

const onEnd = cleanup();
const HOUR = 3_600_000;

/** A backend, and a client that it has taken in. */
async function connected(
  options: BackendServerOptions,
): Promise<{ server: BackendServer; client: Socket; here: () => number }> {
  const server = new BackendServer({ port: 0, ...options });
  const { port } = await server.listen();
  onEnd(() => server.close(0));
  const client = await connectToLoopback(port);
  onEnd(() => client.destroy());
  const here = (): number => server.stats.open + server.stats.unaccepted;
  await until(() => here() === 1);
  return { server, client, here };
}

describe('a backend notices the reset of a client', () => {
  it.each<[string, BackendServerOptions]>([
    ['that it does not answer', { faults: { hang: true } }],
    ['that it does not accept', { faults: { freeze: true } }],
    ['that waits for its answers', { mode: 'echo', faults: { latencyMs: HOUR } }],
  ])('%s, and does not read any more', async (_which, options) => {
    const { client, here } = await connected(options);
    await sendUntilStalled(client);
    client.resetAndDestroy();
    await until(() => here() === 0);
  });

  it('that sends requests of HTTP, and does not read any more', async () => {
    const { client, here } = await connected({ mode: 'http', faults: { hang: true } });
    const requests = 'GET / HTTP/1.1\r\n\r\n'.repeat(20_000);
    client.write(requests);
    await sendUntilStalled(client);
    client.resetAndDestroy();
    await until(() => here() === 0);
  });

  it('that has half-closed', async () => {
    const { client, here } = await connected({ mode: 'echo', faults: { latencyMs: HOUR } });
    client.end('a question');
    await once(client, 'finish');
    for (let turn = 0; turn < 5; turn++) await nextTurn(); // both ends are in this process: FIN is read
    client.resetAndDestroy();
    await until(() => here() === 0);
  });

  it('but closes nobody who is only not read', async () => {
    const { server, client, here } = await connected({ mode: 'echo', faults: { hang: true } });
    const sent = Buffer.alloc(1024 * 1024, 'x');
    client.end(sent);
    const since = performance.now();
    await until(() => performance.now() - since > 1200); // connections are looked at twice a second
    expect(here()).toBe(1);
    server.heal();
    let received = 0;
    for await (const chunk of client) received += (chunk as Buffer).length;
    expect(received).toBe(sent.length);
  });
});
