import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { BackendServer } from '../../lib/server/backend-server.js';
import type { BackendServerOptions } from '../../lib/server/options.js';
import { cleanup } from '../helpers/cleanup.js';
import { connectToLoopback, readToEnd } from '../helpers/sockets.js';
import { setImmediate as nextTurn } from 'node:timers/promises';

const onEnd = cleanup();
const HOUR = 3_600_000;

async function listening(options: BackendServerOptions): Promise<{ server: BackendServer; port: number }> {
  const server = new BackendServer({ name: 'B1', port: 0, ...options });
  const { port } = await server.listen();
  onEnd(() => server.close(0));
  return { server, port };
}

describe('a backend that stops while a latency holds answers back', () => {
  it.each([
    ['named', 'q\n', '[B1] q\n'],
    ['named', 'q', '[B1] q\n'],
    ['echo', 'q', 'q'],
    ['http', 'GET / HTTP/1.1\r\n\r\n', 'B1\n'],
  ] as const)('answers what it has been asked in the mode %s: %j', async (mode, question, answer) => {
    const { server, port } = await listening({ mode, faults: { latencyMs: 400 } });
    const client = await connectToLoopback(port);
    onEnd(() => client.destroy());
    client.write(question);
    await nextTurn();

    const closed = server.close(20);

    expect((await readToEnd(client)).toString().endsWith(answer)).toBe(true);
    await closed;
  });

  it('sends what a bandwidth holds back for longer than the grace', async () => {
    const { server, port } = await listening({ mode: 'echo', faults: { bandwidth: 16_000 } });
    const client = await connectToLoopback(port);
    onEnd(() => client.destroy());
    const struck = once(server, 'fault');
    client.end(Buffer.alloc(24_000, 'x'));
    await struck;

    const closed = server.close(500);

    expect(await readToEnd(client)).toHaveLength(24_000);
    await closed;
  });

  it('closes the others when their time is up', async () => {
    const { server, port } = await listening({ faults: { latencyMs: 400 } });
    const gone: string[] = [];
    server.on('connection_close', ({ client }) => gone.push(client));
    const [idle, asking] = [await connectToLoopback(port), await connectToLoopback(port)];
    onEnd(() => idle.destroy());
    onEnd(() => asking.destroy());
    const struck = once(server, 'fault');
    asking.write('q\n');
    await struck;

    await server.close(20);

    expect(gone).toEqual([idle, asking].map(({ localPort }) => `127.0.0.1:${localPort}`));
  });

  it.each([
    ['closes all of them at once when it is given no time', { latencyMs: HOUR }, 0],
    ['waits for no answer that will not come', { latencyMs: HOUR, hang: true }, 20],
  ])('%s', async (_what, faults, graceMs) => {
    const { server, port } = await listening({ faults });
    const client = await connectToLoopback(port);
    onEnd(() => client.destroy());
    const struck = once(server, 'fault');
    client.write('q\n');
    await struck;

    await server.close(graceMs);

    expect(server.openConnections).toBe(0);
  });
});
