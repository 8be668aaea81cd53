import { describe, expect, it } from '@jest/globals';
import { Balancer } from '../lib/balancer/balancer.js';
import type { Address } from '../lib/net/address.js';
import { BackendServer } from '../lib/server/backend-server.js';
import { WorkerGroup } from '../lib/workers/worker-group.js';
import { askOnce } from './helpers/backends.js';
import { startBackends } from './helpers/balance.js';
import { cleanup } from './helpers/cleanup.js';
import { listenOnLoopback } from './helpers/sockets.js';

interface Listening {
  listen(): Promise<Address>;
  close(graceMs?: number): Promise<void>;
}

const onEnd = cleanup();
const AGAIN = { name: 'LbsimError', code: 'ERR_STATE', kind: 'runtime' };

const MAKERS: readonly (readonly [string, (port: number, backend: number) => Listening])[] = [
  [
    'the balancer',
    (port, backend) => new Balancer({ port, backends: [{ host: '127.0.0.1', port: backend }] }),
  ],
  ['the server', (port) => new BackendServer({ name: 'B1', port })],
  [
    'the group of workers',
    (port, backend) => new WorkerGroup({ port, backends: [{ host: '127.0.0.1', port: backend }] }, 2),
  ],
];

describe.each(MAKERS)('%s that is told to listen twice', (what, make) => {
  it('says so, while the first time is under way', async () => {
    const { server: other, port: taken } = await listenOnLoopback(() => undefined);
    onEnd(() => other.close());
    const listener = make(taken, 1);
    onEnd(() => listener.close(0));

    const first = listener.listen();
    await expect(listener.listen()).rejects.toMatchObject({
      ...AGAIN,
      message: `${what} listens already: make another one to listen elsewhere`,
    });
    await expect(first).rejects.toMatchObject({ code: 'ERR_ADDRESS_IN_USE' });
  });

  it('says so when it is closed', async () => {
    const listener = make(0, 1);
    await listener.close(0);
    await expect(listener.listen()).rejects.toMatchObject({
      ...AGAIN,
      message: `${what} is closed: make a new one`,
    });
  });
});

// Workers are processes: those of the group are tried end to end.
describe.each(MAKERS.slice(0, 2))('%s that listens', (_what, make) => {
  it('goes on when it is told to again', async () => {
    const [backend] = await startBackends(1, onEnd);
    const listener = make(0, backend?.port ?? 0);
    onEnd(() => listener.close(0));
    const { port } = await listener.listen();

    await expect(listener.listen()).rejects.toMatchObject(AGAIN);
    expect(await askOnce(port)).toContain('B1');
  });

  it('may try again when it could not', async () => {
    const { server: other, port: taken } = await listenOnLoopback(() => undefined);
    const listener = make(taken, 1);
    onEnd(() => listener.close(0));
    await expect(listener.listen()).rejects.toMatchObject({ code: 'ERR_ADDRESS_IN_USE' });

    await new Promise((closed) => other.close(closed));
    expect(await listener.listen()).toMatchObject({ port: taken });
  });
});
