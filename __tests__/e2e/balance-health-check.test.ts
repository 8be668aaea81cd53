import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { describe, expect, it } from '@jest/globals';
import { askOnce, TestClient } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { CERTIFICATE } from '../helpers/certificate.js';
import { cleanup } from '../helpers/cleanup.js';
import { Lbsim, type LogRecord } from '../helpers/lbsim.js';
import { listenOnLoopback } from '../helpers/sockets.js';

const onEnd = cleanup();

/** One process, and two workers: probes are the primary's. */
const PROCESSES = [
  ['one process', '1'],
  ['two workers', '2'],
] as const;

/** Two intervals of health checks: a backend that was ejected and does well for that long has one ejection less in a row. */
const FORGIVEN_MS = 200;

function sinceMs({ timestamp }: LogRecord, now: unknown): number {
  return Date.parse(String(now)) - Date.parse(String(timestamp));
}

const OFTEN = ['--health-check-interval', '0.1', '--health-check-fall', '1'];
/** So that what happens is not the probes' doing. */
const BY_TURNS = ['--algorithm', 'round-robin', '--sticky-key', 'none'];

async function listening(
  name: string,
  serve: (socket: Socket) => void,
): Promise<{ spec: string; port: number }> {
  const { server, port } = await listenOnLoopback(serve);
  onEnd(() => server.close());
  return { spec: `${name}=127.0.0.1:${port}`, port };
}

/** An `lbsim server`, a process of its own. */
async function server(...options: string[]): Promise<{ lbsim: Lbsim; spec: string }> {
  const lbsim = new Lbsim(['server', '--name', 'B1', '--port', '0', ...options], { input: 'pipe' });
  onEnd(() => lbsim.kill());
  return { lbsim, spec: `B1=127.0.0.1:${await lbsim.port()}` };
}

describe.each(PROCESSES)('--health-check, with %s', (_processes, workers) => {
  it('http goes by the status, and says it', async () => {
    let status = '503 Service Unavailable';
    const backend = await listening('B1', (socket) =>
      socket.once('data', () => socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`)),
    );
    const lb = startBalance([backend], onEnd, ...OFTEN, '--workers', workers, '--health-check', 'http:/up');
    expect(await lb.event('backend_down_at_start')).toMatchObject({ backend: 'B1', reason: 'http 503' });
    await lb.event('listening');
    status = '302 Found';
    await lb.event('failback');
    status = '404 Not Found';
    expect(await lb.event('failover')).toMatchObject({ backend: 'B1', reason: 'http 404' });
  });

  it('send and expect go by what the backend says, and show it', async () => {
    const [b1, b2] = [await server(), ...(await startBackends(1, onEnd)).map(({ port }) => port)];
    const check = String.raw`send:are you there?\n,expect:[B1] are you there?\n`;
    const lb = startBalance(
      [b1, { spec: `B2=127.0.0.1:${b2}` }],
      onEnd,
      ...OFTEN,
      ...['--workers', workers, '--health-check', check, '--health-check-timeout', '0.5'],
    );
    expect(await lb.event('backend_down_at_start')).toMatchObject({
      backend: 'B2',
      reason: String.raw`expected "[B1] are you there?\n", got "B1:are you there?\n" within 0.5 s`,
    });
    expect(await lb.event('listening')).toMatchObject({ activeServers: ['B1'] });
  });

  it('tls asks for a handshake', async () => {
    const secure = await listening('secure', (socket) => {
      new TLSSocket(socket, { isServer: true, ...CERTIFICATE }).on('error', () => undefined);
    });
    const plain = await listening('plain', (socket) => socket.end('hello\r\n'));
    const lb = startBalance([secure, plain], onEnd, '--workers', workers, '--health-check', 'tls');
    expect(await lb.event('backend_down_at_start')).toMatchObject({
      backend: 'plain',
      reason: 'tls: wrong version number',
    });
    expect(await lb.event('listening')).toMatchObject({ activeServers: ['secure'] });
  });

  it('a backend that fails its clients is ejected, and a bare connect does not bring it back', async () => {
    const bad = await server('--probe-only');
    const lb = startBalance(
      [bad],
      onEnd,
      ...OFTEN,
      ...BY_TURNS,
      ...['--workers', workers, '--observe', 'traffic'],
    );
    const port = await lb.port();
    for (let n = 1; n <= 2; n++) {
      const client = await TestClient.connect(port);
      expect(await client.askInVain('x')).toBeUndefined();
      client.socket.destroy();
      const { reason, ejectedMs, timestamp } = await lb.event('failover', n);
      expect(reason).toBe('closed unanswered');
      // One that comes later than 200 ms after it is back is the first of a row again, as on a slow machine.
      const inARow = lb.all('failback').some((before) => sinceMs(before, timestamp) < FORGIVEN_MS - 20);
      expect([600, ...(n === 1 ? [] : [1200])]).toContain(ejectedMs);
      if (inARow) expect(ejectedMs).toBe(1200);
      // A worker's report is under way for a moment, during which the ejection has begun already.
      expect((await lb.event('failback', n)).downMs).toBeGreaterThanOrEqual(Number(ejectedMs) - 100);
    }
  });

  it('a backend that is ejected comes back with the next check that asks', async () => {
    const bad = await listening('B1', (socket) =>
      socket.once('data', (line: Buffer) =>
        socket.end(line.toString().startsWith('GET ') ? 'HTTP/1.1 200 OK\r\n\r\n' : ''),
      ),
    );
    const lb = startBalance(
      [bad],
      onEnd,
      ...BY_TURNS,
      ...['--health-check-interval', '1', '--health-check-fall', '1'],
      ...['--workers', workers, '--observe', 'traffic', '--health-check', 'http:/'],
    );
    const client = await TestClient.connect(await lb.port());
    expect(await client.askInVain('x')).toBeUndefined();
    client.socket.destroy();
    const { ejectedMs } = await lb.event('failover');
    expect(ejectedMs).toBe(6000);
    expect((await lb.event('failback')).downMs).toBeLessThan(6000);
  });
});

it('connections that end unanswered are in a row only without an answer between them', async () => {
  // Answers every other line, and drops the client that said the one between.
  let lines = 0;
  const flaky = await listening('B1', (socket) =>
    socket.once('data', () => socket.end(lines++ % 2 === 0 ? '' : 'B1:x\n')),
  );
  const lb = startBalance(
    [flaky],
    onEnd,
    ...BY_TURNS,
    ...['--health-check-interval', '1h', '--health-check-fall', '2', '--log-connections', 'all'],
    ...['--workers', '1', '--observe', 'traffic'],
  );
  const port = await lb.port();
  for (let n = 1; n <= 8; n++) {
    const client = await TestClient.connect(port);
    await client.askInVain('x');
    client.socket.destroy();
    await lb.event('connection_close', n);
  }
  expect(lb.all('failover')).toEqual([]);
});

it('an http check of an lbsim server is a request, and no probe', async () => {
  const backend = await server('--mode', 'http');
  const lb = startBalance([backend], onEnd, ...OFTEN, '--health-check', 'http:/');
  expect(await lb.event('listening')).toMatchObject({ activeServers: ['B1'] });
  await lb.kill('SIGTERM');
  backend.lbsim.child.stdin?.end('stats\nquit\n');
  await backend.lbsim.ended;
  expect(JSON.parse(backend.lbsim.stdout)).toMatchObject({ probes: 0 });
  expect(Number(backend.lbsim.all('stopped')[0]?.connections)).toBeGreaterThan(0);
});

it('--health-check takes its words in upper and lower case', async () => {
  const backend = await server();
  const lb = startBalance([backend], onEnd, '--health-check', 'TCP');
  expect(await askOnce(await lb.port())).toBe('[B1] hello');
});

it.each([
  ['udp', "'udp' is not a health check: use tcp, tls, http:/path, send:TEXT,expect:TEXT or expect:TEXT"],
  ['http:health', "'http:health' has no path of a URL: use one such as http:/health"],
])('--health-check %s is refused', async (value, message) => {
  const lb = new Lbsim(['balance', '--backends', '127.0.0.1:1', '--health-check', value]);
  expect(await lb.ended).toEqual({ status: 2, signal: null });
  expect(lb.stderr).toContain(message);
});
