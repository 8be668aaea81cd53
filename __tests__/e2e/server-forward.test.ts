import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { Lbsim, runLbsim } from '../helpers/lbsim.js';
import { onlyWhere } from '../helpers/only-where.js';
import { quietPort } from '../helpers/ports.js';
import { answerOrError, connectToLoopback, digest, readToEnd, RESET, sha256 } from '../helpers/sockets.js';

const onEnd = cleanup();
const REDIS = spawnSync('redis-server', ['--version']).status === 0;

async function start(...options: string[]): Promise<{ server: Lbsim; port: number }> {
  const server = new Lbsim(['server', '--port', '0', ...options], { input: 'pipe' });
  onEnd(() => server.kill());
  return { server, port: await server.port() };
}

async function forwardTo(port: number, ...options: string[]): Promise<{ server: Lbsim; port: number }> {
  return start('--mode', 'forward', '--to', `127.0.0.1:${port}`, ...options);
}

/** Types a line and waits until the server has taken it. */
async function type(server: Lbsim, line: string): Promise<void> {
  const changes = server.all('faults_changed').length;
  server.child.stdin?.write(`${line}\n`);
  await server.event('faults_changed', changes + 1);
}

describe('lbsim server --mode forward', () => {
  it('carries 20 MB to a backend and back unchanged', async () => {
    const echo = await start('--mode', 'echo');
    const { server, port } = await forwardTo(echo.port);
    const client = await connectToLoopback(port);
    const sent = randomBytes(20_000_000);
    const received = digest(client);

    client.end(sent);

    expect(await received).toEqual({ length: sent.length, checksum: sha256(sent) });
    expect(await server.event('listening')).toMatchObject({
      message: expect.stringContaining(`mode forward to 127.0.0.1:${echo.port}`) as unknown,
    });
  });

  it('takes faults of either direction on standard input', async () => {
    const echo = await start('--mode', 'echo', '--log-level', 'debug');
    const { server, port } = await forwardTo(echo.port, '--hang', '--direction', 'upstream');
    const client = await connectToLoopback(port);
    const answer = readToEnd(client);
    client.end('hello');
    expect(await server.event('fault')).toMatchObject({ kind: 'hang' });
    expect(echo.server.all('connection_close')).toEqual([]);

    await type(server, 'heal');
    expect((await answer).toString()).toBe('hello');

    await type(server, 'fault direction both');
    await type(server, 'fault latency 150ms');
    const started = performance.now();
    expect(await answerOrError(port)).toBe('x');
    expect(performance.now() - started).toBeGreaterThan(299);
    expect(server.all('faults_changed').at(-1)).toMatchObject({
      message: 'faults: latency 150 ms, direction both',
    });
  });

  it('resets clients while the service is down, one line each, and goes on', async () => {
    const target = await quietPort();
    const { server, port } = await forwardTo(target);

    expect(await answerOrError(port)).toMatch(RESET);
    expect(await server.event('target_unreachable')).toMatchObject({
      level: 'warn',
      to: `127.0.0.1:${target}`,
      reason: 'connection_refused',
    });

    await start('--mode', 'echo', '--port', String(target));
    expect(await answerOrError(port)).toBe('x');
    expect(server.all('target_unreachable')).toHaveLength(1);
  });

  it('lets a transfer finish at SIGTERM', async () => {
    const echo = await start('--mode', 'echo');
    const { server, port } = await forwardTo(echo.port, '--bandwidth', '2M');
    const client = await connectToLoopback(port);
    const sent = randomBytes(4_000_000);
    const received = digest(client);
    client.end(sent);
    await server.event('fault');

    server.child.kill('SIGTERM');

    expect(await received).toEqual({ length: sent.length, checksum: sha256(sent) });
    expect(await server.ended).toEqual({ status: 0, signal: null });
  });

  it.each([
    [['--mode', 'forward'], "--mode 'forward' has nothing to forward to: give --to, such as 127.0.0.1:6379"],
    [
      ['--to', '127.0.0.1:80'],
      '--to 127.0.0.1:80 with --mode named does nothing: give --mode forward, or leave it out',
    ],
    [
      ['--direction', 'both'],
      '--direction both with --mode named does nothing: give --mode forward, or leave it out',
    ],
    [
      ['--mode', 'forward', '--to', 'there'],
      "--to: 'there' is not an address: use host:port, such as 127.0.0.1:8080 or [::1]:8080",
    ],
  ])('refuses %j', async (options, message) => {
    expect(await runLbsim(['server', ...options])).toMatchObject({
      status: 2,
      stdout: '',
      stderr: `lbsim: ${message}\n`,
    });
  });

  it('refuses to forward to itself', async () => {
    const port = String(await quietPort());
    const { status, stderr } = await runLbsim([
      ...['server', '--mode', 'forward', '--port', port],
      ...['--to', `localhost:${port}`],
    ]);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `lbsim: --to localhost:${port} is this server itself, which listens on 127.0.0.1:${port}: give the address of a service, or listen on another port\n`,
    });
  });
});

onlyWhere(REDIS, 'a real service to forward to takes redis-server').describe(
  'lbsim server --mode forward, in front of Redis,',
  () => {
    it('slows it down, and keeps what is stored', async () => {
      const redis = await startRedis();
      const { server, port } = await forwardTo(redis, '--latency', '100ms');
      const client = await connectToLoopback(port);
      onEnd(() => client.destroy());
      const value = 'x'.repeat(1_000_000);
      const ask = async (request: string, length: number): Promise<string> => {
        let answer = '';
        const listen = (chunk: Buffer): void => void (answer += chunk.toString());
        client.on('data', listen).write(request);
        while (answer.length < length) await once(client, 'data');
        client.off('data', listen);
        return answer;
      };

      const started = performance.now();
      expect(await ask('PING\r\n', 7)).toBe('+PONG\r\n');
      expect(performance.now() - started).toBeGreaterThan(99);
      const set = `*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$${value.length}\r\n${value}\r\n`;
      expect(await ask(set, 5)).toBe('+OK\r\n');
      const got = `$${value.length}\r\n${value}\r\n`;
      expect((await ask('GET k\r\n', got.length)) === got).toBe(true);

      await type(server, 'fault reset-after 0');
      client.write('PING\r\n');
      const [error] = (await once(client, 'error')) as [NodeJS.ErrnoException];
      expect(error.code).toBe('ECONNRESET');
    });
  },
);

/** @returns its port, once it answers */
async function startRedis(): Promise<number> {
  const port = await quietPort();
  const folder = await temporaryFolder(onEnd);
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
  const redis = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'ignore'] });
  onEnd(async () => {
    const gone = once(redis, 'exit');
    if (redis.kill('SIGKILL')) await gone;
  });
  let said = '';
  redis.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  while (!said.includes('Ready to accept connections')) await once(redis.stdout, 'data');
  return port;
}
