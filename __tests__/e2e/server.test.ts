import { describe, expect, it } from '@jest/globals';
import { TestClient } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';
import { Lbsim } from '../helpers/lbsim.js';
import { signalAll, stopped } from '../helpers/processes.js';
import { connectToLoopback, readToEnd } from '../helpers/sockets.js';

const onEnd = cleanup();

function startServer(...options: string[]): Lbsim {
  const lbsim = new Lbsim(['server', ...options]);
  onEnd(() => lbsim.kill());
  return lbsim;
}

describe('lbsim server', () => {
  it('answers each line as itself, a last unterminated one too, and then closes', async () => {
    const server = startServer('--name', 'B1', '--port', '0');
    const socket = await connectToLoopback(await server.port());
    socket.end('one\ntwo\nthree');
    expect((await readToEnd(socket)).toString()).toBe('[B1] one\n[B1] two\n[B1] three\n');
  });

  it('takes the first free port from 8881 up, says so, and is named after it', async () => {
    const [first, second] = [startServer(), startServer()];
    const ports = [await first.port(), await second.port()];
    expect(ports[0]).not.toBe(ports[1]);
    for (const port of ports) expect(port >= 8881 && port <= 8980).toBe(true);
    expect(await first.event('listening')).toMatchObject({
      level: 'info',
      component: 'server',
      name: `B${ports[0]}`,
      host: '127.0.0.1',
      port: ports[0],
    });
  });

  it('speaks HTTP when asked to', async () => {
    const port = await startServer('--name', 'web', '--mode', 'http', '--port', '0').port();
    const response = await fetch(`http://127.0.0.1:${port}/any`);
    expect([response.status, response.headers.get('x-backend'), await response.text()]).toEqual([
      200,
      'web',
      'web\n',
    ]);
  });

  it('answers those who wait in its backlog when it is told to stop', async () => {
    const server = startServer('--name', 'B1', '--port', '0');
    const port = await server.port();
    const pid = server.child.pid ?? 0;
    signalAll([pid], 'SIGSTOP');
    await stopped([pid]);
    const clients = await Promise.all(Array.from({ length: 20 }, () => TestClient.connect(port)));
    const answers = clients.map((client, n) => client.askInVain(`question ${n}`));
    server.child.kill('SIGTERM');
    signalAll([pid], 'SIGCONT');

    expect(await Promise.all(answers)).toEqual(answers.map((_, n) => `[B1] question ${n}`));
    for (const { socket } of clients) socket.destroy();
    expect(await server.ended).toEqual({ status: 0, signal: null });
  });

  it('tells what each client says, its control characters escaped', async () => {
    const server = startServer('--port', '0', '--log-level', 'debug');
    const pretty = startServer('--port', '0', '--log-format', 'pretty');
    const client = await TestClient.connect(await server.port());
    await client.ask('hello');
    await client.ask('x'.repeat(1000));
    await client.close();
    await server.event('connection_close');
    const { name } = client;
    expect(server.all('line_received')).toMatchObject([
      { level: 'info', client: name, text: 'hello', cut: false, message: `${name}: hello` },
      { client: name, text: 'x'.repeat(200), cut: true, message: `${name}: ${'x'.repeat(200)}…` },
    ]);

    const port = await pretty.until('its port', () => /127\.0\.0\.1:(\d+), mode/.exec(pretty.stderr)?.[1]);
    const hostile = await TestClient.connect(Number(port));
    await hostile.ask('\u001b[2Jhello');
    await pretty.until('the line', () => pretty.stderr.includes(`${hostile.name}: \\u001b[2Jhello\n`));
    await hostile.close();
  });

  it('tells of a load what fits into 50 lines a second, and how many there were', async () => {
    const server = startServer('--port', '0');
    const client = await TestClient.connect(await server.port());
    let asked = 0;
    // A slow machine may need several rounds until it has had a busy second.
    while (server.all('lines_summary').length === 0) {
      for (let n = 0; n < 60; n++) await client.ask(`${++asked}`);
    }
    await client.close();
    await server.kill('SIGTERM');
    expect(server.all('line_received').length).toBeLessThan(asked);
    const summed = server.all('lines_summary').reduce((sum, { lines }) => sum + Number(lines), 0);
    expect(summed).toBeGreaterThan(50);
    expect(summed).toBeLessThanOrEqual(asked);
  });

  it('says nothing of a probe, and does not count it', async () => {
    const server = startServer('--port', '0', '--hang', '--latency', '1ms');
    const detailed = startServer('--port', '0', '--log-level', 'debug');
    for (const each of [server, detailed]) {
      const socket = await connectToLoopback(await each.port());
      socket.destroy();
    }
    expect(await detailed.event('connection_close')).toMatchObject({
      level: 'debug',
      probe: true,
      bytesIn: 0,
    });
    for (const each of [server, detailed]) {
      await each.kill('SIGTERM');
      expect(each.all('stopped')).toMatchObject([{ connections: 0, message: 'stopped after 0 connections' }]);
    }
    expect(server.records.map(({ event }) => event)).toEqual(['listening', 'admin_listening', 'stopped']);
  });

  it('tells of connections at DEBUG only', async () => {
    const quiet = startServer('--port', '0');
    const chatty = startServer('--port', '0', '--log-level', 'debug');
    for (const server of [quiet, chatty]) {
      const client = await TestClient.connect(await server.port());
      await client.ask('x');
      await client.close();
    }
    const { name } = await chatty.event('listening');
    expect(await chatty.event('connection_close')).toMatchObject({
      level: 'debug',
      bytesIn: 2,
      bytesOut: `[${String(name)}] x\n`.length,
    });
    await quiet.kill('SIGTERM');
    expect(quiet.all('connection_open')).toEqual([]);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'answers what it has received, then exits 0 on %s',
    async (signal) => {
      const server = startServer('--name', 'B1', '--port', '0');
      const client = await TestClient.connect(await server.port());
      expect(await client.ask('x')).toBe('[B1] x');
      server.child.kill(signal);
      expect(await client.answer()).toBeUndefined();
      client.socket.end();
      expect(await server.ended).toEqual({ status: 0, signal: null });
      expect(await server.event('stopped')).toMatchObject({ connections: 1 });
    },
  );
});
