import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { TestClient } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import type { Lbsim } from '../helpers/lbsim.js';
import { signalAll, stopped } from '../helpers/processes.js';
import { listenOnLoopback } from '../helpers/sockets.js';
import { pids } from '../helpers/workers.js';
import { queueForOnePlace, standStill } from '../helpers/standing-still.js';

const onEnd = cleanup();

/** Shorter than any limit of these tests, and long enough that the balancer has seen how long nothing has passed. */
const SILENT_MS = 1200;

/** Stops the balancer and its workers. */
async function allStandStill(lb: Lbsim, meanwhile: () => unknown): Promise<void> {
  await standStill([lb.child.pid ?? 0, ...pids(lb)], meanwhile);
}

async function connect(port: number): Promise<TestClient> {
  const client = await TestClient.connect(port);
  onEnd(() => client.socket.destroy());
  return client;
}

describe('a balancer that stood still for longer than its limits', () => {
  it('serves a client that asked within --idle-timeout', async () => {
    const lb = startBalance(await startBackends(1, onEnd), onEnd, '--idle-timeout', '2s');
    const client = await connect(await lb.port());
    expect(await client.ask('before')).toBe('B1:before');
    await sleep(SILENT_MS);

    const answer = client.answer();
    await allStandStill(lb, () => client.socket.write('meanwhile\n'));

    expect(await answer).toBe('B1:meanwhile');
    expect(lb.all('connection_close')).toEqual([]);
  });

  it('passes on an answer that came within --half-close-timeout', async () => {
    let asked: (socket: Socket) => void;
    const finished = new Promise<Socket>((resolve) => (asked = resolve));
    const { server, port } = await listenOnLoopback((socket) => {
      socket.once('data', () => socket.once('end', () => asked(socket)));
    });
    onEnd(() => server.close());
    const lb = startBalance([{ spec: `B1=127.0.0.1:${port}` }], onEnd, '--half-close-timeout', '2s');
    const client = await connect(await lb.port());
    client.socket.end('question\n');
    const backend = await finished;
    await sleep(SILENT_MS);

    const answer = client.answer();
    await allStandStill(lb, () => backend.end('answer\n'));

    expect(await answer).toBe('answer');
    expect(await lb.event('connection_close')).toMatchObject({ end: 'client_closed' });
  });

  it('takes a PROXY header that came in time', async () => {
    const proxied = ['--accept-proxy', '--trust', '127.0.0.1'];
    const lb = startBalance(await startBackends(1, onEnd), onEnd, ...proxied);
    const client = await connect(await lb.port());
    await sleep(1000); // the balancer has accepted it, and its 3 s have begun

    await allStandStill(lb, () => client.socket.write('PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\nhello\n'));

    expect(await client.answer()).toBe('B1:hello');
  });

  it('serves a client in the queue whose place became free within --queue-timeout', async () => {
    const { lb, served, waiting } = await queueForOnePlace(onEnd, '2s');
    const answer = waiting.ask('second');
    await lb.event('max_connections_reached');

    await allStandStill(lb, () => served.socket.destroy());

    expect(await answer).toBe('B1:second');
  });

  it('serves a client whose backend came up within --wait-for-backend-timeout', async () => {
    const [backend] = await startBackends(1, onEnd);
    if (backend === undefined) throw new Error('no backend');
    await backend.stop();
    const patience = ['--wait-for-backend-timeout', '2s', '--health-check-interval', '0.2'];
    const lb = startBalance([backend], onEnd, ...patience);
    const waiting = await connect(await lb.port());
    const answer = waiting.ask('patient');

    await allStandStill(lb, () => backend.start());

    expect(await answer).toBe('B1:patient');
  });

  it('marks no healthy backend down, and cuts nobody', async () => {
    const health = [
      '--health-check-interval',
      '0.2',
      '--health-check-timeout',
      '1',
      '--health-check-fall',
      '1',
    ];
    const lb = startBalance(await startBackends(3, onEnd), onEnd, ...health, '--connect-timeout', '1');
    const client = await connect(await lb.port());
    expect(await client.ask('before')).toMatch(/before/);

    for (let n = 0; n < 3; n++) await allStandStill(lb, () => undefined);

    expect(await client.ask('after')).toMatch(/after/);
    expect(lb.all('failover')).toEqual([]);
    expect(lb.all('connection_close')).toEqual([]);
  });

  it('lets those finish that did so within --drain-timeout', async () => {
    const lb = startBalance(await startBackends(1, onEnd), onEnd, '--drain-timeout', '2s');
    const client = await connect(await lb.port());
    expect(await client.ask('before')).toBe('B1:before');
    lb.child.kill('SIGTERM');
    await lb.event('drain_started');

    await allStandStill(lb, () => client.socket.destroy());

    expect(await lb.ended).toEqual({ status: 0, signal: null });
    expect(lb.all('stopped')[0]).toMatchObject({ drained: 0 });
    expect(lb.all('connection_close')[0]).toMatchObject({ end: 'client_closed' });
  });
});

describe('SIGTERM while clients wait in the backlog', () => {
  it('has all of them answered', async () => {
    const lb = startBalance(await startBackends(2, onEnd), onEnd, '--log-connections', 'all');
    const port = await lb.port();
    const clients: TestClient[] = [];
    const processes = [lb.child.pid ?? 0, ...pids(lb)];
    signalAll(processes, 'SIGSTOP');
    await stopped(processes);
    for (let n = 0; n < 20; n++) clients.push(await connect(port));
    const answers = clients.map((client, n) => client.askInVain(`question ${n}`));
    lb.child.kill('SIGTERM');
    signalAll(processes, 'SIGCONT');

    const texts = await Promise.all(answers);
    expect(texts.map((text) => text?.replace(/^B[12]:/, ''))).toEqual(texts.map((_, n) => `question ${n}`));
    for (const client of clients) client.socket.destroy();
    expect(await lb.ended).toEqual({ status: 0, signal: null });
    expect(lb.all('connection_open')).toHaveLength(20);
  });
});
