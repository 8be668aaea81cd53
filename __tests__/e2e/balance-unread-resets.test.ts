import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { TestBackend, TestClient } from '../helpers/backends.js';
import { ended, startBackends, startBalance } from '../helpers/balance.js';
import { startBlackHole } from '../helpers/black-hole.js';
import { cleanup } from '../helpers/cleanup.js';
import type { Lbsim } from '../helpers/lbsim.js';
import {
  connectToLoopback,
  listenOnLoopback,
  MUCH,
  receive,
  sendUntilStalled,
  settled,
} from '../helpers/sockets.js';

const onEnd = cleanup();

/** No timer of the balancer can end a connection meanwhile. */
const PATIENT = ['--idle-timeout', '1h', '--half-close-timeout', '1h', '--queue-timeout', '1h'];

/** A backend that reads no more than the first word, and a client that is joined to it. */
async function joined(
  ...options: string[]
): Promise<{ lb: Lbsim; client: Socket; backend: Socket; name: string }> {
  let spokenTo: (socket: Socket) => void;
  const reached = new Promise<Socket>((resolve) => (spokenTo = resolve));
  const { server, port } = await listenOnLoopback((socket) => {
    onEnd(() => socket.destroy());
    // A probe says nothing.
    socket.once('data', () => spokenTo(socket.pause()));
  });
  onEnd(() => server.close());
  const lb = startBalance([{ spec: `B1=127.0.0.1:${port}` }], onEnd, ...PATIENT, ...options);
  const client = await connectToLoopback(await lb.port());
  onEnd(() => client.destroy());
  client.write('hello\n');
  return { lb, client, backend: await reached, name: `127.0.0.1:${client.localPort}` };
}

describe('a reset behind back-pressure', () => {
  it('of a client whose backend does not read is noticed, and reaches the backend', async () => {
    const { lb, client, backend, name } = await joined();
    await sendUntilStalled(client);
    client.resetAndDestroy();

    expect(await ended(lb, name)).toMatchObject({ backend: 'B1', end: 'client_reset' });
    expect((await receive(backend.resume())).ending).toBe('ECONNRESET');
  });

  it('of a backend whose client does not read is noticed, and reaches the client', async () => {
    const { lb, client, backend, name } = await joined();
    client.pause();
    await sendUntilStalled(backend);
    backend.resetAndDestroy();

    expect(await ended(lb, name)).toMatchObject({ backend: 'B1', end: 'backend_reset' });
    expect((await receive(client.resume())).ending).toBe('ECONNRESET');
  });

  it('frees the place of the client', async () => {
    const { lb, client } = await joined('--max-connections', '1');
    await sendUntilStalled(client);
    const next = await connectToLoopback(await lb.port());
    onEnd(() => next.destroy());
    await lb.event('max_connections_reached');
    client.resetAndDestroy();

    const name = `127.0.0.1:${next.localPort}`;
    await lb.until('the next client', () =>
      lb.all('connection_open').find((record) => record.client === name),
    );
  });
});

describe('a reset of a side that has finished', () => {
  it('is noticed while the backend is silent', async () => {
    const { lb, client, backend, name } = await joined();
    backend.resume();
    client.end('a question\n');
    await once(backend, 'end');
    client.resetAndDestroy();

    expect(await ended(lb, name)).toMatchObject({ backend: 'B1', end: 'client_reset' });
  });

  it('is noticed while the client is silent', async () => {
    const { lb, client, backend, name } = await joined();
    client.resume();
    backend.end('an answer\n');
    await once(client, 'end');
    backend.resetAndDestroy();

    expect(await ended(lb, name)).toMatchObject({ backend: 'B1', end: 'backend_reset' });
  });
});

describe('a client that has sent much, and resets while it waits', () => {
  /** Connects, sends, and resets once the balancer has taken in what it does. */
  async function sendAndReset(port: number, lb: Lbsim, header = ''): Promise<string> {
    const socket = await connectToLoopback(port);
    const name = `127.0.0.1:${socket.localPort}`;
    socket.write(header);
    await new Promise((resolve) => socket.write(MUCH, resolve));
    await settled(() => lb.records.length, 100);
    socket.resetAndDestroy();
    return name;
  }

  it.each([[[]], [['--accept-proxy', '--trust', '127.0.0.1']]])(
    'for a place gives up its own, and nothing of it reaches a backend; options: %j',
    async (options) => {
      const header = (port: number): string =>
        options.length > 0 ? `PROXY TCP4 192.0.2.1 192.0.2.2 ${port} 2000\r\n` : '';
      const backends = await startBackends(1, onEnd);
      const limits = ['--max-connections', '1', '--queue-max', '1', '--log-connections', 'all'];
      const lb = startBalance(backends, onEnd, ...PATIENT, ...limits, ...options);
      const port = await lb.port();
      const served = await TestClient.connect(port);
      served.socket.write(header(1));
      expect(await served.ask('first')).toBe('B1:first');

      const name = await sendAndReset(port, lb, header(2));
      const client = options.length === 0 ? name : '192.0.2.1:2';
      await lb.until('its end', () =>
        lb.all('connection_close').find((record) => record.client === client && record.end === 'client_gone'),
      );

      // Its place in the queue is free.
      const honest = await TestClient.connect(port);
      honest.socket.write(header(3));
      const answer = honest.ask('honest');
      await served.close();
      expect(await answer).toBe('B1:honest');
      await lb.event('connection_open', 2);
      expect(lb.all('connection_open').map((record) => record.client)).not.toContain(client);
      await honest.close();
    },
  );

  it('for a backend to come up is gone, and nothing of it reaches one', async () => {
    const [backend] = await startBackends(1, onEnd);
    if (backend === undefined) throw new Error('no backend');
    await backend.stop();
    const lb = startBalance([backend], onEnd, '--health-check-interval', '0.1', '--log-connections', 'all');
    const name = await sendAndReset(await lb.port(), lb);
    expect(await ended(lb, name)).toMatchObject({ backend: null, end: 'client_gone' });

    await backend.start();
    await lb.event('failback');
    const honest = await TestClient.connect(await lb.port());
    expect(await honest.ask('honest')).toBe('B1:honest');
    await lb.event('connection_open');
    expect(lb.all('connection_open').map((record) => record.client)).not.toContain(name);
    await honest.close();
  });

  it('for a connection to its backend is gone', async () => {
    const hole = await startBlackHole(onEnd);
    const patience = ['--connect-timeout', '1h', '--health-check-interval', '1h'];
    const lb = startBalance([hole], onEnd, '--log-connections', 'all', ...patience);
    const port = await lb.port();
    await hole.swallow();

    const name = await sendAndReset(port, lb);

    expect(await ended(lb, name)).toMatchObject({ end: 'client_gone' });
    expect(lb.all('connection_open')).toHaveLength(0);
  });
});

describe('a client that resets while its backend does not read, and a backend that is marked down then', () => {
  it.each([[[]], [['--reroute']]])('has one record, and a stop ends; options: %j', async (options) => {
    const other = await TestBackend.start('B2');
    onEnd(() => other.stop());
    const sockets: Socket[] = [];
    const { server, port } = await listenOnLoopback((socket) => void sockets.push(socket.pause()));
    const lb = startBalance(
      [{ spec: `B1=127.0.0.1:${port}` }, other],
      onEnd,
      ...['--algorithm', 'round-robin', '--on-failover', 'close', '--health-check-interval', '0.1'],
      ...['--health-check-fall', '1', '--drain-timeout', '1', ...options],
    );
    const client = await connectToLoopback(await lb.port());
    const name = `127.0.0.1:${client.localPort}`;
    expect(await lb.event('connection_open')).toMatchObject({ backend: 'B1' });
    await sendUntilStalled(client);
    server.close();
    client.resetAndDestroy();
    await lb.event('failover');
    for (const socket of sockets) onEnd(() => socket.destroy());

    await ended(lb, name);
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    expect(lb.all('connection_close').filter((record) => record.client === name)).toHaveLength(1);
    expect(lb.all('stopped')).toHaveLength(1);
  });

  it.each([[[]], [['--reroute']]])(
    'has one record, and a stop ends, also while it is the client that does not read; options: %j',
    async (options) => {
      const other = await TestBackend.start('B2');
      onEnd(() => other.stop());
      let reached: (socket: Socket) => void;
      const spokenTo = new Promise<Socket>((resolve) => (reached = resolve));
      const { server, port } = await listenOnLoopback((socket) => {
        onEnd(() => socket.destroy());
        socket.once('data', () => reached(socket));
      });
      const lb = startBalance(
        [{ spec: `B1=127.0.0.1:${port}` }, other],
        onEnd,
        ...['--algorithm', 'round-robin', '--on-failover', 'close', '--health-check-interval', '0.1'],
        ...['--health-check-fall', '1', '--drain-timeout', '1', ...options],
      );
      const client = await connectToLoopback(await lb.port());
      onEnd(() => client.destroy());
      client.write('hello\n');
      const name = `127.0.0.1:${client.localPort}`;
      client.pause();
      const backend = await spokenTo;
      await sendUntilStalled(backend);
      server.close();
      backend.resetAndDestroy();
      await lb.event('failover');

      expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
      expect(lb.all('connection_close').filter((record) => record.client === name)).toHaveLength(1);
      expect(lb.all('stopped')).toHaveLength(1);
    },
  );
});
