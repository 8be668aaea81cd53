import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { startBlackHole } from '../helpers/black-hole.js';
import { askOnce, TestBackend } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { stretched } from '../helpers/slow-machine.js';

const onEnd = cleanup();

/** A backend that notes when it is connected to, and closes at once. */
async function startProbed(): Promise<{ spec: string; probes: number[]; nextProbe: () => Promise<unknown> }> {
  const probes: number[] = [];
  const server = createServer((socket) => {
    probes.push(performance.now());
    socket.on('error', () => undefined).destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onEnd(() => server.close());
  const { port } = server.address() as AddressInfo;
  return { spec: `127.0.0.1:${port}`, probes, nextProbe: () => once(server, 'connection') };
}

describe('lbsim balance, health checks', () => {
  it('probes every backend before it listens, then at the interval', async () => {
    const backend = await startProbed();
    const lb = startBalance([backend], onEnd, '--health-check-interval', '0.4');
    await lb.event('listening');
    expect(backend.probes).not.toEqual([]);
    while (backend.probes.length < 3) await backend.nextProbe();
    const [first = 0, , third = 0] = backend.probes;
    expect((third - first) / 2).toBeGreaterThan(300);
    expect((third - first) / 2).toBeLessThan(400 + stretched(500));
  });

  it('says failover within interval + timeout + 0.5 s and failback within interval + 0.5 s', async () => {
    const [b1, b2] = await startBackends(2, onEnd);
    if (b1 === undefined || b2 === undefined) throw new Error('two backends were asked for');
    const lb = startBalance(
      [b1, b2],
      onEnd,
      '--health-check-interval',
      '0.5',
      '--health-check-timeout',
      '0.3',
    );
    await lb.event('listening');
    const crashed = Date.now();
    await b2.crash();
    const failover = await lb.event('failover');
    expect(failover).toMatchObject({ backend: 'B2', reason: 'connection refused', activeServers: ['B1'] });
    expect(Date.parse(String(failover.timestamp)) - crashed).toBeLessThanOrEqual(500 + 300 + stretched(500));
    const restarted = Date.now();
    await b2.start();
    const failback = await lb.event('failback');
    expect(failback).toMatchObject({ backend: 'B2', activeServers: ['B1', 'B2'] });
    expect(Date.parse(String(failback.timestamp)) - restarted).toBeLessThanOrEqual(500 + stretched(500));
    expect(failback.downMs).toBeGreaterThanOrEqual(0);
    expect(lb.all('failover')).toHaveLength(1);
  });

  it('counts a failed attempt for a client as a failed probe, at once', async () => {
    const backends = await startBackends(2, onEnd);
    const lb = startBalance(backends, onEnd, '--health-check-interval', '1h', '--sticky-key', 'none');
    const port = await lb.port();
    await backends[0]?.crash();
    for (let n = 1; n <= 4; n++) expect(await askOnce(port)).toBe('B2');
    expect(await lb.event('failover')).toMatchObject({ backend: 'B1', activeServers: ['B2'] });
  });

  it('takes no backend down for one lost SYN of a probe, with the defaults', async () => {
    const hole = await startBlackHole(onEnd);
    const lb = startBalance(
      [hole, ...(await startBackends(1, onEnd))],
      onEnd,
      '--health-check-interval',
      '1',
    );
    await lb.event('listening');
    await hole.swallow();
    await hole.swallowed();
    hole.recover();
    await hole.settled();
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    expect(lb.all('failover')).toEqual([]);
  });

  it('says failover within interval + timeout + 0.5 s when a backend is silent, with the default fall', async () => {
    const hole = await startBlackHole(onEnd);
    const lb = startBalance([hole], onEnd, '--health-check-interval', '1', '--health-check-timeout', '1');
    await lb.event('listening');
    await hole.swallow();
    const silent = Date.now();
    const failover = await lb.event('failover');
    expect(failover).toMatchObject({ backend: 'hole', reason: 'connect timeout' });
    // Two whole timeouts after the interval would be 3 s.
    expect(Date.parse(String(failover.timestamp)) - silent).toBeLessThanOrEqual(1000 + 1000 + stretched(500));
  });

  it('probes at a tenth of the interval while rise and fall are undecided', async () => {
    const [b1, b2] = await startBackends(2, onEnd);
    if (b1 === undefined || b2 === undefined) throw new Error('two backends were asked for');
    const options = ['--health-check-interval', '1', '--health-check-fall', '3', '--health-check-rise', '3'];
    const lb = startBalance([b1, b2], onEnd, ...options);
    await lb.event('listening');
    const crashed = Date.now();
    await b2.crash();
    const failover = await lb.event('failover');
    // The first failure is seen within 1 s; two more follow 0.1 s apart. At the full pace they would take 2 s more.
    expect(Date.parse(String(failover.timestamp)) - crashed).toBeLessThan(1000 + 2 * 100 + stretched(700));
    await b2.start();
    await lb.event('failback');
  });

  it('starts with no backend alive, says so, and serves as soon as one comes up', async () => {
    const backend = await TestBackend.start('B1');
    onEnd(() => backend.stop());
    await backend.stop();
    const lb = startBalance([backend], onEnd, '--health-check-interval', '0.2');
    const port = await lb.port();
    await lb.event('no_active_servers');
    expect(lb.all('failover')).toEqual([]);
    const answer = askOnce(port);
    await backend.start();
    expect(await answer).toBe('B1');
    expect(await lb.event('failback')).toMatchObject({ backend: 'B1', activeServers: ['B1'] });
  });
});
