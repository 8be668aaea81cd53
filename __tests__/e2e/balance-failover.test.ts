import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { askOnce, TestClient } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { startBlackHole } from '../helpers/black-hole.js';
import { cleanup } from '../helpers/cleanup.js';
import type { Lbsim } from '../helpers/lbsim.js';
import { listenOnLoopback, until } from '../helpers/sockets.js';

const onEnd = cleanup();
/** The first failed connection of a client decides. */
const NO_PROBES = ['--health-check-interval', '1h', '--health-check-fall', '1'];

describe('lbsim balance, failover', () => {
  it('tries the next backend within the same client connection, until one answers', async () => {
    const backends = await startBackends(4, onEnd);
    const lb = startBalance(backends, onEnd, '--sticky-key', 'none', ...NO_PROBES);
    const port = await lb.port();
    await Promise.all(backends.slice(0, 3).map((backend) => backend.crash()));
    expect(await askOnce(port)).toBe('B4');
    expect(await lb.event('connection_open')).toMatchObject({ backend: 'B4', attempts: 4 });
    expect(lb.all('failover').map(({ backend }) => backend)).toEqual(['B1', 'B2', 'B3']);
    expect(lb.all('connection_close').filter(({ end }) => end !== 'client_closed')).toEqual([]);
  });

  it('closes a live client when its backend closes', async () => {
    const backends = await startBackends(2, onEnd);
    const lb = startBalance(backends, onEnd, ...NO_PROBES);
    const client = await TestClient.connect(await lb.port());
    expect(await client.ask('a')).toBe('B1:a');
    await backends[0]?.stop();
    expect(await client.answer()).toBeUndefined();
    client.socket.end();
    expect(await lb.event('connection_close')).toMatchObject({
      backend: 'B1',
      end: 'backend_closed',
      bytesIn: 2,
      bytesOut: 5,
    });
  });

  it('resets a live client when its backend resets', async () => {
    const backends = await startBackends(2, onEnd);
    const lb = startBalance(backends, onEnd, ...NO_PROBES);
    const client = await TestClient.connect(await lb.port());
    expect(await client.ask('a')).toBe('B1:a');
    const reset = once(client.socket, 'error');
    await backends[0]?.crash();
    expect(await reset).toMatchObject([{ code: 'ECONNRESET' }]);
    expect(await lb.event('connection_close')).toMatchObject({ backend: 'B1', end: 'backend_reset' });
  });

  it('moves a client to another backend when its own goes before a byte has passed', async () => {
    const backends = await startBackends(2, onEnd);
    const lb = startBalance(backends, onEnd, ...NO_PROBES);
    const client = await TestClient.connect(await lb.port());
    onEnd(() => client.socket.destroy());
    expect(await lb.event('connection_open')).toMatchObject({ backend: 'B1' });
    await backends[0]?.stop();
    expect(await lb.event('connection_moved')).toMatchObject({ from: 'B1', backend: 'B2' });
    expect(await client.ask('still here')).toBe('B2:still here');
  });

  it('moves a silent client as often as its backend goes, back to one that has come back too', async () => {
    const [b1, b2] = await startBackends(2, onEnd);
    if (b1 === undefined || b2 === undefined) throw new Error('two were asked for');
    // One process: a worker may hear of a failback a moment after it was logged.
    const options = ['--workers', '1', '--algorithm', 'round-robin', '--health-check-interval', '0.1'];
    const lb = startBalance([b1, b2], onEnd, ...options);
    const client = await TestClient.connect(await lb.port());
    await lb.event('connection_open');
    for (const [nth, { from, to }] of [
      { from: b1, to: b2 },
      { from: b2, to: b1 },
    ].entries()) {
      await from.crash();
      const moved = await lb.event('connection_moved', nth + 1);
      expect(moved).toMatchObject({ from: from.name, backend: to.name });
      await lb.event('failover', nth + 1);
      await from.start();
      await lb.event('failback', nth + 1);
    }
    expect(await client.ask('still here')).toBe('B1:still here');
    await client.close();
  });

  it('does not move a client for ever between backends that reset whoever connects', async () => {
    for (const options of [[], ['--reroute']]) {
      const specs = [];
      const arrived: Socket[] = [];
      for (const name of ['R1', 'R2']) {
        const { server, port } = await listenOnLoopback((socket) => arrived.push(socket));
        onEnd(() => server.close());
        specs.push({ spec: `${name}=127.0.0.1:${port}` });
      }
      const lb = startBalance(specs, onEnd, '--health-check-interval', '1h', ...options);
      const port = await lb.port();
      await until(() => arrived.length === specs.length);
      arrived.length = 0; // the probes of the start, and there are no others
      const client = await TestClient.connect(port);
      // What is reset while it is being connected has not stood, which is another story.
      const over = resetWhatStands(lb, arrived);
      expect(await client.answer().catch(() => undefined)).toBeUndefined();
      expect(await lb.event('connection_close')).toMatchObject({ end: 'backend_reset', bytesIn: 0 });
      await over;
      client.socket.destroy();
    }
  });

  it('keeps bytes that came early and brings them to the backend that is found in the end', async () => {
    const backends = await startBackends(2, onEnd);
    const lb = startBalance(
      backends,
      onEnd,
      '--wait-for-backend-timeout',
      '20',
      '--health-check-interval',
      '0.2',
    );
    const port = await lb.port();
    await Promise.all(backends.map((backend) => backend.crash()));
    await lb.event('no_active_servers');
    const client = await TestClient.connect(port);
    const answer = client.ask('early bird');
    await backends[1]?.start();
    expect(await answer).toBe('B2:early bird');
    await client.close();
  });

  it('gives up an attempt after --connect-timeout and goes on to the next backend', async () => {
    const hole = await startBlackHole(onEnd);
    const [good] = await startBackends(1, onEnd);
    const specs = [hole, { spec: good?.spec ?? '' }];
    const lb = startBalance(specs, onEnd, '--connect-timeout', '300ms', ...NO_PROBES);
    const port = await lb.port();
    await hole.swallow();
    expect(await askOnce(port)).toBe('B1');
    expect(await lb.event('failover')).toMatchObject({ backend: 'hole', reason: 'connect timeout' });
    expect(await lb.event('connection_open')).toMatchObject({ backend: 'B1', attempts: 2 });
  });

  it('lets a hanging probe delay no other', async () => {
    const hole = await startBlackHole(onEnd);
    const [good] = await startBackends(1, onEnd);
    const specs = [hole, { spec: good?.spec ?? '' }];
    const lb = startBalance(specs, onEnd, '--health-check-interval', '0.2', '--health-check-timeout', '1h');
    await lb.event('listening');
    await hole.swallow();
    await good?.crash();
    expect(await lb.event('failover')).toMatchObject({ backend: 'B1' });
    await good?.start();
    expect(await lb.event('failback')).toMatchObject({ backend: 'B1' });
  });
});

/** Resets every connection that has arrived as often as one stands, until the client's record is written. */
async function resetWhatStands(lb: Lbsim, arrived: Socket[]): Promise<void> {
  const standing = ['connection_open', 'connection_moved', 'connection_rerouted'];
  const isOver = (): boolean => lb.all('connection_close').length > 0;
  for (let nth = 1; !isOver(); nth++) {
    const count = (): number => lb.records.filter(({ event }) => standing.includes(event)).length;
    await lb.until('a connection that stands', () => count() >= nth || isOver());
    // It may stand for the balancer before it is accepted here.
    await until(() => arrived.length > 0 || isOver());
    for (const socket of arrived.splice(0)) socket.resetAndDestroy();
  }
}
