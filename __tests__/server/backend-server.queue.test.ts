import { describe, expect, it } from '@jest/globals';
import { BackendServer } from '../../lib/server/backend-server.js';
import type { BackendServerOptions } from '../../lib/server/options.js';
import { cleanup } from '../helpers/cleanup.js';
import { answerOrError, connectToLoopback, readToEnd, RESET, until } from '../helpers/sockets.js';

const onEnd = cleanup();

async function listening(options: BackendServerOptions): Promise<{ server: BackendServer; port: number }> {
  const server = new BackendServer({ name: 'B1', port: 0, ...options });
  const { port } = await server.listen();
  onEnd(() => server.close(0));
  return { server, port };
}

const get = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const last = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';

describe('a backend with a queue', () => {
  it.each([
    ['fifo', 1],
    ['ps', 3],
  ] as const)('answers the lines of a client in order, under %s', async (discipline, slots) => {
    const { server, port } = await listening({ service: 'exponential:1ms', slots, discipline });
    const client = await connectToLoopback(port);
    const lines = Array.from({ length: 50 }, (_, line) => `${line}`);
    client.end(lines.join('\n'));
    expect((await readToEnd(client)).toString()).toBe(lines.map((line) => `[B1] ${line}\n`).join(''));
    expect(server.stats.queue).toMatchObject({ serving: 0, waiting: 0, answered: 50, refused: 0 });
    expect(server.answers).toBe(50);
  });

  it('returns all bytes in the mode echo, more than are held for a client', async () => {
    const { port } = await listening({ mode: 'echo', service: 'deterministic:1ms' });
    const client = await connectToLoopback(port);
    const sent = Buffer.alloc(2_000_000, 'abcdefg');
    client.end(sent);
    expect((await readToEnd(client)).equals(sent)).toBe(true);
  });

  it('answers thousands of lines that a client sends at once', async () => {
    const { port } = await listening({ service: 'deterministic:1ms' });
    const client = await connectToLoopback(port);
    client.end('x\n'.repeat(5000));
    expect((await readToEnd(client)).toString()).toBe('[B1] x\n'.repeat(5000));
  });

  it('answers pipelined requests in the mode http', async () => {
    const { server, port } = await listening({ mode: 'http', service: 'exponential:1ms', slots: 1 });
    const client = await connectToLoopback(port);
    client.write(get.repeat(1500) + last);
    const answers = (await readToEnd(client)).toString();
    expect(answers.match(/HTTP\/1.1 200 OK/g)).toHaveLength(1501);
    expect(server.answers).toBe(1501);
  });

  it('resets a client for whose request there is no room', async () => {
    const { server, port } = await listening({ service: 'deterministic:1h', slots: 1, queue: 1 });
    const full: object[] = [];
    server.on('queue_full', (event) => full.push(event));
    const held = [await connectToLoopback(port), await connectToLoopback(port)];
    for (const client of held) {
      onEnd(() => client.destroy());
      client.write('a\n');
    }
    await until(() => server.stats.queue?.waiting === 1);
    expect(await answerOrError(port)).toMatch(RESET);
    expect(full).toEqual([{ client: expect.stringMatching(/^127\.0\.0\.1:\d+$/), waiting: 1 }]);
    expect(server.stats.queue).toMatchObject({ serving: 1, waiting: 1, refused: 1 });
  });

  it('answers with 503 in the mode http, and goes on with the connection', async () => {
    const { server, port } = await listening({
      mode: 'http',
      service: 'deterministic:50ms',
      slots: 1,
      queue: 0,
    });
    const client = await connectToLoopback(port);
    client.write(get + last);
    const answers = (await readToEnd(client)).toString();
    expect(answers).toMatch(/^HTTP\/1.1 200 OK[^]*B1\nHTTP\/1.1 503 Service Unavailable[^]*X-Backend: B1/);
    expect(answers).toContain('B1: the queue is full\n');
    expect(server.stats.queue).toMatchObject({ answered: 1, refused: 1 });
  });

  it('gives the slot of a client that has reset to the next', async () => {
    const { server, port } = await listening({ service: 'deterministic:1h', slots: 1 });
    const [first, second] = [await connectToLoopback(port), await connectToLoopback(port)];
    onEnd(() => second.destroy());
    first.write('a\n');
    await until(() => server.stats.queue?.serving === 1);
    second.write('b\n');
    await until(() => server.stats.queue?.waiting === 1);
    first.resetAndDestroy();
    await until(() => server.stats.queue?.waiting === 0);
    expect(server.stats.queue).toMatchObject({ serving: 1, abandoned: 1 });
  });

  it('answers what waits in the queue before it stops', async () => {
    const { server, port } = await listening({ service: 'deterministic:100ms', slots: 1 });
    const client = await connectToLoopback(port);
    client.write('a\nb\nc\n');
    await until(() => server.stats.queue?.waiting === 2);
    const stopped: object[] = [];
    server.on('stopped', (event) => stopped.push(event));
    const closing = server.close(20);
    expect((await readToEnd(client)).toString()).toBe('[B1] a\n[B1] b\n[B1] c\n');
    await closing;
    expect(stopped).toMatchObject([
      { connections: 1, queue: { answered: 3, abandoned: 0, meanServiceMs: 100 } },
    ]);
  });

  it.each<[BackendServerOptions, string]>([
    [{ service: 'exponential' }, "'exponential' is not a distribution with a mean"],
    [
      { service: 'exponential:5ms', mode: 'discard' },
      'service exponential:5ms with mode discard does nothing',
    ],
    [{ slots: 2 }, 'slots 2 without service does nothing'],
    [{ service: 'exponential:5ms', slots: 0 }, 'slots 0 is out of range'],
    [{ service: 'exponential:5ms', queue: 5 }, 'queue 5 without slots does nothing'],
    [{ service: 'exponential:5ms', slots: 1, queue: -1 }, 'queue -1 is out of range'],
    [{ service: 'exponential:5ms', discipline: 'ps' }, 'discipline ps without slots does nothing'],
  ])('refuses %j', (options, message) => {
    expect(() => new BackendServer(options)).toThrow(message);
  });
});
