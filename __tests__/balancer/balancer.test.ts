import { once } from 'node:events';
import { Socket } from 'node:net';
import { describe, expect, it, jest } from '@jest/globals';
import { Balancer } from '../../lib/balancer/balancer.js';
import type { BalancerOptions } from '../../lib/control/options.js';
import type { Probe } from '../../lib/health/probe.js';
import { askOnce, TestClient, type TestBackend } from '../helpers/backends.js';
import { startBackends } from '../helpers/balance.js';
import { startBlackHole } from '../helpers/black-hole.js';
import { cleanup } from '../helpers/cleanup.js';
import { ENGINE } from '../helpers/engine.js';
import { until } from '../helpers/sockets.js';

const onEnd = cleanup();

async function start(
  backends: readonly TestBackend[],
  options: Partial<BalancerOptions> = {},
): Promise<{ balancer: Balancer; port: number }> {
  const specs = backends.map(({ name, port }) => ({ name, host: '127.0.0.1', port }));
  const balancer = new Balancer({ backends: specs, port: 0, engine: ENGINE, stickyKey: 'none', ...options });
  onEnd(() => balancer.close(0));
  return { balancer, port: (await balancer.listen()).port };
}

/** Connections that the balancer counts, and those that the backends have; a probe never counts. */
function counts(balancer: Balancer, backends: readonly TestBackend[]): [number[], number[]] {
  return [
    balancer.backends.map(({ openConnections }) => openConnections),
    backends.map((backend) => backend.clients.size),
  ];
}

describe('Balancer', () => {
  it.each([
    ['no backends', { backends: [] }, 'ERR_BACKENDS_EMPTY'],
    [
      'an unknown algorithm',
      { backends: [{ host: 'a', port: 1 }], algorithm: 'best' },
      'ERR_UNKNOWN_ALGORITHM',
    ],
    [
      'a duplicate',
      {
        backends: [
          { host: 'a', port: 1 },
          { host: 'a', port: 1 },
        ],
      },
      'ERR_BACKEND_DUPLICATE',
    ],
  ])('refuses %s in the constructor', (_what, options, code) => {
    expect(() => new Balancer(options as BalancerOptions)).toThrow(
      expect.objectContaining({ code, kind: 'usage' }),
    );
  });

  it('stops soon after its drain timeout, even if a connection could not be ended', async () => {
    // On sockets of Node, which can be kept from closing here.
    const { balancer, port } = await start(await startBackends(1, onEnd), { engine: 'node' });
    const client = await TestClient.connect(port);
    await client.ask('x');
    const destroy = jest.spyOn(Socket.prototype, 'destroy').mockReturnThis();
    const stopped = once(balancer, 'stopped');

    await balancer.close(10);

    expect(await stopped).toEqual([{ drained: 1 }]);
    expect(balancer.openConnections).toBe(1);
    destroy.mockRestore();
    client.socket.destroy();
  });

  it('counts open connections as the real sockets are, also across flips', async () => {
    const backends = await startBackends(3, onEnd);
    const { balancer, port } = await start(backends, { healthCheckIntervalMs: 50 });
    const clients: TestClient[] = [];
    for (let i = 0; i < 6; i++) {
      const client = await TestClient.connect(port);
      clients.push(client);
      await client.ask('x');
    }
    expect(counts(balancer, backends)).toEqual([
      [2, 2, 2],
      [2, 2, 2],
    ]);
    // B1 listens no more, but its connections live on: down does not mean closed.
    const failover = once(balancer, 'failover');
    backends[0]?.deaf();
    await failover;
    expect(balancer.activeServers).toEqual(['B2', 'B3']);
    expect(counts(balancer, backends)).toEqual([
      [2, 2, 2],
      [2, 2, 2],
    ]);
    const closed = once(balancer, 'connection_close');
    await clients[0]?.close();
    await closed;
    const failback = once(balancer, 'failback');
    await backends[0]?.start();
    await failback;
    expect(counts(balancer, backends)).toEqual([
      [1, 2, 2],
      [1, 2, 2],
    ]);
    const next = await TestClient.connect(port);
    expect(await next.ask('y')).toBe('B1:y');
    for (const client of [...clients.slice(1), next]) await client.close();
    await balancer.close();
    expect(counts(balancer, backends)).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('counts no connection that could not be made', async () => {
    const backends = await startBackends(2, onEnd);
    const { balancer, port } = await start(backends, { healthCheckIntervalMs: 3_600_000 });
    await backends[0]?.stop();
    const opened = once(balancer, 'connection_open');
    const client = await TestClient.connect(port);
    onEnd(() => client.socket.destroy());
    await opened;
    expect(balancer.backends.map(({ openConnections }) => openConnections)).toEqual([0, 1]);
  });

  it('gives up the attempt for a client that leaves while its backend is dialled', async () => {
    const hole = await startBlackHole(onEnd);
    const port = Number(hole.spec.split(':').at(-1));
    const balancer = new Balancer({
      backends: [{ name: 'hole', host: '127.0.0.1', port }],
      port: 0,
      healthCheckIntervalMs: 3_600_000,
      connectTimeoutMs: 3_600_000,
    });
    onEnd(() => balancer.close(0));
    const address = await balancer.listen();
    await hole.swallow();
    const client = await TestClient.connect(address.port);
    const { name } = client;
    await until(() => balancer.backends[0]?.openConnections === 1);
    const closed = once(balancer, 'connection_close');
    client.socket.resetAndDestroy();
    expect(await closed).toMatchObject([{ client: name, backend: null, end: 'client_gone' }]);
    await until(() => balancer.backends[0]?.openConnections === 0);
  });

  it('gives no new client to a backend that the operator took out for maintenance, until it is ready again', async () => {
    const { balancer, port } = await start(await startBackends(2, onEnd), { algorithm: 'round-robin' });
    balancer.setAdmin('B1', 'maint');
    expect([await askOnce(port), await askOnce(port)]).toEqual(['B2', 'B2']);
    const none = once(balancer, 'no_active_servers');
    balancer.setAdmin('B2', 'maint');
    expect(await none).toEqual([{ backends: ['B1', 'B2'], backendsCount: 2 }]);
    const waiting = askOnce(port);
    await until(() => balancer.openConnections === 1);
    balancer.setAdmin('B1', 'ready');
    expect(await waiting).toBe('B1');
    expect(() => balancer.setAdmin('B9', 'ready')).toThrow("unknown backend 'B9': use one of B1, B2");
  });

  it('ends a client that every backend refuses though none counts as down, with connect_failed', async () => {
    const backends = await startBackends(2, onEnd);
    const { balancer, port } = await start(backends, {
      healthCheckIntervalMs: 3_600_000,
      healthCheckFall: 1_000_000,
      waitForBackendTimeoutMs: 250,
    });
    await Promise.all(backends.map((backend) => backend.stop()));
    const closed = once(balancer, 'connection_close');
    const client = await TestClient.connect(port);
    expect(await client.answer()).toBeUndefined();
    expect(await closed).toMatchObject([{ end: 'connect_failed', backend: null }]);
  });

  it('draws its lots from the source that it is given', async () => {
    const lots = [0.9, 0.1, 0.6, 0.4];
    let drawn = 0;
    const random = (): number => lots[drawn++ % lots.length] ?? 0;
    const quiet: Probe = (_address, _timeoutMs, done) => {
      done({ ok: true });
      return () => undefined;
    };
    const { port } = await start(await startBackends(2, onEnd), {
      algorithm: 'random',
      random,
      probe: quiet,
    });
    drawn = 0; // the monitor has drawn its jitter
    expect([await askOnce(port), await askOnce(port), await askOnce(port), await askOnce(port)]).toEqual([
      'B2',
      'B1',
      'B2',
      'B1',
    ]);
  });

  it('can be closed while it looks at its backends for the first time', async () => {
    const silent: Probe = () => () => undefined;
    const balancer = new Balancer({ backends: [{ host: '127.0.0.1', port: 1 }], port: 0, probe: silent });
    const listening = balancer.listen();
    const refused = expect(listening).rejects.toMatchObject({ code: 'ERR_STATE' });
    await new Promise((resolve) => setImmediate(resolve));
    await balancer.close();
    await refused;
  });

  it('is not harmed by a listener that throws, and tells of it', async () => {
    const { balancer, port } = await start(await startBackends(1, onEnd));
    const failures: unknown[] = [];
    balancer.on('listener_failed', (failure) => failures.push(failure));
    for (const event of ['connection_open', 'connection_close'] as const) {
      balancer.prependListener(event, () => {
        throw new Error(`no ${event} for me`);
      });
    }
    const closed = once(balancer, 'connection_close');
    expect(await askOnce(port)).toBe('B1');
    expect(await closed).toMatchObject([{ end: 'client_closed' }]);
    expect(await askOnce(port)).toBe('B1');
    expect(failures.slice(0, 2)).toEqual([
      { event: 'connection_open', reason: 'no connection_open for me' },
      { event: 'connection_close', reason: 'no connection_close for me' },
    ]);
  });

  it('closes once, however often it is told to', async () => {
    const { balancer } = await start(await startBackends(1, onEnd));
    let stopped = 0;
    balancer.on('stopped', () => stopped++);
    await Promise.all([balancer.close(), balancer.close()]);
    await balancer.close();
    expect(stopped).toBe(1);
  });

  it('starts nothing that lasts when it cannot listen', async () => {
    const backends = await startBackends(1, onEnd);
    const { port } = await start(backends);
    const second = new Balancer({ backends: [{ host: '127.0.0.1', port: backends[0]?.port ?? 0 }], port });
    await expect(second.listen()).rejects.toMatchObject({ code: 'ERR_ADDRESS_IN_USE', kind: 'runtime' });
  });
});
