import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { TestClient } from '../helpers/backends.js';
import { ended, startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Lbsim } from '../helpers/lbsim.js';
import { pickFailures } from '../helpers/scrape.js';
import { connectToLoopback, listenOnLoopback, receive } from '../helpers/sockets.js';

const onEnd = cleanup();

/** An `lbsim server` with these faults, healthy to every probe. */
async function faulty(...faults: string[]): Promise<{ spec: string }> {
  const lbsim = new Lbsim(['server', '--name', 'bad', '--port', '0', ...faults]);
  onEnd(() => lbsim.kill());
  return { spec: `bad=127.0.0.1:${await lbsim.port()}` };
}

/** So slow that what happens is not the probes' doing. */
const OPTIONS = [
  ...['--algorithm', 'round-robin', '--sticky-key', 'none'],
  ...['--health-check-interval', '1h', '--health-check-fall', '1'],
];

describe('--observe', () => {
  it.each([
    ['closes at the first byte', ['--probe-only']],
    ['resets before its answer', ['--reset-after', '0']],
  ])('traffic takes a backend down that %s', async (_what, faults) => {
    const lb = startBalance(
      [await faulty(...faults), ...(await startBackends(1, onEnd))],
      onEnd,
      ...OPTIONS,
      '--observe',
      'traffic',
    );
    const port = await lb.port();
    const first = await TestClient.connect(port);
    expect(await first.askInVain('x')).toBeUndefined();
    expect(await lb.event('failover')).toMatchObject({
      backend: 'bad',
      reason: 'closed unanswered',
      activeServers: ['B1'],
    });
    expect(await pickFailures(lb, 'bad', 'closed_unanswered')).toBe(1);
    for (let i = 0; i < 3; i++) {
      const client = await TestClient.connect(port);
      expect(await client.ask('x')).toBe('B1:x');
      await client.close();
    }
  });

  it('traffic lets --health-check-fall decide how many it takes', async () => {
    const lb = startBalance(
      [await faulty('--probe-only')],
      onEnd,
      ...OPTIONS,
      '--observe',
      'traffic',
      '--health-check-fall',
      '3',
    );
    const port = await lb.port();
    for (let nth = 1; nth <= 3; nth++) {
      expect(lb.all('failover')).toEqual([]);
      const client = await TestClient.connect(port);
      expect(await client.askInVain('x')).toBeUndefined();
      client.socket.destroy();
      await ended(lb, client.name);
    }
    await lb.event('failover');
  });

  it('traffic holds nothing against a backend that closes after its answer, or after a client without a word', async () => {
    const lb = startBalance([await faulty('--close-after', '8')], onEnd, ...OPTIONS, '--observe', 'traffic');
    const port = await lb.port();
    const client = await TestClient.connect(port);
    expect(await client.ask('12')).toBe('[bad] 12');
    client.socket.destroy();
    const silent = await connectToLoopback(port);
    silent.end();
    await lb.event('connection_close', 2);
    expect(lb.all('failover')).toEqual([]);
  });

  it('traffic holds nothing against backends that close or reset a client that says nothing', async () => {
    const backends = [];
    for (const [index, lose] of [
      (socket: Socket) => socket.end(),
      (socket: Socket) => socket.resetAndDestroy(),
      (socket: Socket) => socket.end(),
    ].entries()) {
      // Its header shows that the connection stands for the balancer.
      const { server, port } = await listenOnLoopback((socket) => socket.once('data', () => lose(socket)));
      onEnd(() => server.close());
      backends.push({ spec: `B${index + 1}=127.0.0.1:${port}` });
    }
    const lb = startBalance(backends, onEnd, ...OPTIONS, '--observe', 'traffic', '--send-proxy', 'v1');
    const silent = await connectToLoopback(await lb.port());
    await receive(silent);
    silent.destroy();
    expect(await lb.event('connection_close')).toMatchObject({ bytesIn: 0, end: 'backend_closed' });
    expect(lb.all('connection_moved')).toHaveLength(2);
    expect(lb.all('failover')).toEqual([]);
  });

  it('traffic holds nothing against a backend for what the client had sent to an earlier one', async () => {
    const { server, port } = await listenOnLoopback((socket) => socket.resume().end());
    onEnd(() => server.close());
    const backends = [await faulty('--probe-only'), { spec: `B2=127.0.0.1:${port}` }];
    const lb = startBalance(backends, onEnd, ...OPTIONS, '--observe', 'traffic', '--reroute');
    const client = await connectToLoopback(await lb.port());
    client.write('x\n');
    await receive(client);
    client.destroy();
    await lb.event('connection_close');
    expect(lb.all('failover').map((record) => record.backend)).toEqual(['bad']);
  });

  it('connect, as is the default, holds no ended connection against a backend', async () => {
    const lb = startBalance([await faulty('--probe-only')], onEnd, ...OPTIONS);
    const port = await lb.port();
    for (let i = 0; i < 3; i++) {
      const client = await TestClient.connect(port);
      expect(await client.askInVain('x')).toBeUndefined();
      client.socket.destroy();
      await ended(lb, client.name);
    }
    expect(lb.all('failover')).toEqual([]);
  });
});
