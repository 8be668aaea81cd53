import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { formatProxyHeader, parseProxyHeader, type ProxyVersion } from '../../lib/net/proxy-protocol.js';
import { ended, startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import type { Lbsim } from '../helpers/lbsim.js';
import {
  answerOrError,
  connectToLoopback,
  listenOnLoopback,
  readToEnd,
  receive,
  RESET,
} from '../helpers/sockets.js';

const onEnd = cleanup();
const TRUST = ['--accept-proxy', '--trust', '127.0.0.1/32,::1'];

const IPV4 = {
  source: { host: '192.0.2.7', port: 5000 },
  destination: { host: '198.51.100.1', port: 443 },
};
const IPV6 = {
  source: { host: '2001:db8::7', port: 5000 },
  destination: { host: '2001:db8::1', port: 443 },
};

async function start(...options: string[]): Promise<{ lb: Lbsim; port: number }> {
  const lb = startBalance(await startBackends(1, onEnd), onEnd, ...TRUST, ...options);
  return { lb, port: await lb.port() };
}

async function connect(port: number): Promise<Socket> {
  const socket = await connectToLoopback(port);
  onEnd(() => socket.destroy());
  return socket;
}

describe('--accept-proxy', () => {
  it.each([
    ['v1', 'IPv4', IPV4, '192.0.2.7:5000'],
    ['v1', 'IPv6', IPV6, '[2001:db8::7]:5000'],
    ['v2', 'IPv4', IPV4, '192.0.2.7:5000'],
    ['v2', 'IPv6', IPV6, '[2001:db8::7]:5000'],
  ] as const)(
    'takes the client’s address from a %s header for %s, and passes on what follows',
    async (version, _family, addresses, client) => {
      const { lb, port } = await start();
      const socket = await connect(port);
      socket.end(Buffer.concat([formatProxyHeader(version, addresses), Buffer.from('hello\n')]));
      expect((await readToEnd(socket)).toString()).toBe('B1:hello\n');
      expect(await ended(lb, client)).toMatchObject({ backend: 'B1', bytesIn: 6, end: 'client_closed' });
    },
  );

  it.each(['v1', 'v2'] as const)(
    'keeps the proxy’s own address when a %s header names none',
    async (version) => {
      const { lb, port } = await start();
      const socket = await connect(port);
      const name = `127.0.0.1:${socket.localPort}`;
      socket.end(Buffer.concat([formatProxyHeader(version, undefined), Buffer.from('hello\n')]));
      expect((await readToEnd(socket)).toString()).toBe('B1:hello\n');
      expect(await ended(lb, name)).toMatchObject({ backend: 'B1', bytesIn: 6 });
    },
  );

  it.each(['v1', 'v2'] as const)('takes a %s header however it is split', async (version) => {
    const { lb, port } = await start();
    const socket = await connect(port);
    for (const byte of Buffer.concat([formatProxyHeader(version, IPV4), Buffer.from('hi\n')])) {
      socket.write(Buffer.of(byte));
      await sleep(1); // so that most bytes are segments of their own
    }
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toBe('B1:hi\n');
    socket.end();
    await ended(lb, '192.0.2.7:5000');
  });

  it.each([
    ['garbage', Buffer.from('GET / HTTP/1.1\r\n\r\n'), /no header of the PROXY protocol/],
    ['oversize v1', Buffer.from(`PROXY UNKNOWN ${'x'.repeat(200)}`), /no CRLF within 107 bytes/],
    [
      'oversize v2',
      Buffer.concat([formatProxyHeader('v2', IPV4).subarray(0, 14), Buffer.of(0xff, 0xff)]),
      /oversize: 65551 bytes/,
    ],
    ['with an address that is none', Buffer.from('PROXY TCP4 1.2.3.999 1.2.3.4 1 2\r\n'), /malformed line/],
    [
      'forged with a line feed',
      Buffer.from('PROXY TCP4 1.2.3.4\n{"event":"failover"}'),
      /LF without CR|malformed/,
    ],
  ])('resets a connection whose header is %s, and says why', async (_what, bytes, reason) => {
    const { lb, port } = await start();
    const [bad, good] = [await connect(port), await connect(port)];
    bad.write(bytes);
    expect((await receive(bad)).ending).toMatch(RESET);
    const record = await lb.event('connection_close');
    expect(record).toMatchObject({
      backend: null,
      end: 'bad_proxy_header',
      reason: expect.stringMatching(reason),
    });
    expect(record.message).not.toMatch(/\p{Cc}/u);
    // Nothing else is disturbed.
    good.end(Buffer.concat([formatProxyHeader('v1', IPV4), Buffer.from('hello\n')]));
    expect((await readToEnd(good)).toString()).toBe('B1:hello\n');
    expect(lb.all('failover')).toEqual([]);
  });

  it('resets a connection whose header is late', async () => {
    const { lb, port } = await start();
    const socket = await connect(port);
    const name = `127.0.0.1:${socket.localPort}`;
    socket.write('PROXY TCP4 ');
    expect((await receive(socket)).ending).toMatch(RESET);
    const record = await ended(lb, name);
    expect(record).toMatchObject({ end: 'bad_proxy_header', reason: 'no whole header within 3 s' });
    expect(record.durationMs).toBeGreaterThanOrEqual(2995);
  });

  it('resets one that ends within its header, and records one that leaves without a word as gone', async () => {
    const { lb, port } = await start();
    const [partial, silent] = [await connect(port), await connect(port)];
    const names = [partial, silent].map(({ localPort }) => `127.0.0.1:${localPort}`);
    partial.end('PROXY ');
    expect((await receive(partial)).ending).toMatch(RESET);
    silent.end();
    expect(await ended(lb, names[0] ?? '')).toMatchObject({
      end: 'bad_proxy_header',
      reason: 'it ended within the header',
    });
    expect(await ended(lb, names[1] ?? '')).toMatchObject({ end: 'client_gone' });
  });

  it('resets at once who is not one of the proxies that are trusted', async () => {
    const { lb, port } = await start();
    expect(await answerOrError(port, { localAddress: '127.0.0.2' })).toMatch(RESET);
    expect(await lb.event('connection_close')).toMatchObject({
      end: 'denied',
      client: expect.stringMatching(/^127\.0\.0\.2:/),
      reason: 'not one of the proxies that are trusted',
    });
  });

  it('has --deny and --rate-limit look at the client, not at its proxy', async () => {
    const { lb, port } = await start('--deny', '192.0.2.0/24', '--rate-limit', '0.001');
    const ask = async (host: string): Promise<string> => {
      const socket = await connect(port);
      const addresses = { ...IPV4, source: { host, port: 5000 } };
      socket.end(Buffer.concat([formatProxyHeader('v2', addresses), Buffer.from('x\n')]));
      const { bytes, ending } = await receive(socket);
      return bytes.toString() || ending;
    };
    expect(await ask('192.0.2.7')).toMatch(RESET);
    expect([await ask('203.0.113.1'), await ask('203.0.113.2')]).toEqual(['B1:x\n', 'B1:x\n']);
    expect(await ask('203.0.113.1')).toMatch(RESET);
    const ends = (
      await lb.until(
        'four records',
        () => lb.all('connection_close').length === 4 && lb.all('connection_close'),
      )
    ).map(({ client, end }) => `${String(client)} ${String(end)}`);
    expect(ends.sort()).toEqual([
      '192.0.2.7:5000 denied',
      '203.0.113.1:5000 client_closed',
      '203.0.113.1:5000 rate_limited',
      '203.0.113.2:5000 client_closed',
    ]);
  });

  it('closes at the end of a drain who has not said who it is', async () => {
    const { lb, port } = await start('--drain-timeout', '0.2', '--workers', '1');
    const [socket, later] = [await connect(port), await connect(port)];
    const name = `127.0.0.1:${socket.localPort}`;
    later.destroy();
    await lb.event('connection_close'); // clients are accepted in order
    socket.resume();
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    expect(lb.all('connection_close')[1]).toMatchObject({ client: name, end: 'drained' });
  });
});

describe('--send-proxy', () => {
  /** A backend that keeps what each connection that sends something sends first. */
  async function recorder(): Promise<{ spec: string; first: Promise<Buffer> }> {
    let seen: (bytes: Buffer) => void;
    const first = new Promise<Buffer>((resolve) => (seen = resolve));
    const { server, port } = await listenOnLoopback((socket) => {
      socket.once('data', (bytes: Buffer) => {
        seen(bytes);
        socket.end('ok\n');
      });
    });
    onEnd(() => server.close());
    return { spec: `B1=127.0.0.1:${port}`, first };
  }

  it.each(['v1', 'v2'] as const)(
    'tells backends who the client is, in a %s header that counts as no byte of it',
    async (version: ProxyVersion) => {
      const backend = await recorder();
      const lb = startBalance([backend], onEnd, '--send-proxy', version);
      const port = await lb.port();
      const client = await connectToLoopback(port);
      const name = `127.0.0.1:${client.localPort}`;
      const source = { host: '127.0.0.1', port: client.localPort ?? 0 };
      const result = parseProxyHeader(await backend.first);
      const destination = { host: '127.0.0.1', port };
      expect(result).toMatchObject({
        state: 'complete',
        header: { version, addresses: { source, destination } },
      });
      client.end('hello');
      expect((await readToEnd(client)).toString()).toBe('ok\n');
      expect(await ended(lb, name)).toMatchObject({ bytesOut: 3 });
    },
  );

  it('passes on what a proxy before has told', async () => {
    const backend = await recorder();
    const lb = startBalance([backend], onEnd, ...TRUST, '--send-proxy', 'v2');
    const client = await connect(await lb.port());
    client.write(formatProxyHeader('v1', IPV6));
    expect(parseProxyHeader(await backend.first)).toMatchObject({
      header: { version: 'v2', addresses: IPV6 },
    });
  });
});
