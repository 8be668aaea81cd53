import { connect, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { Lab, UnreachableError } from '../../lib/check/lab.js';
import { TestBackend } from '../../lib/check/test-backend.js';
import { cleanup } from '../helpers/cleanup.js';
import { listenOnLoopback } from '../helpers/sockets.js';

const onEnd = cleanup();

const TIMEOUT_MS = 1000;

/** A lab whose balancer does this with its first client, and passes all others through. */
async function labWith(first: (client: Socket, passThrough: () => void) => void): Promise<Lab> {
  const lobby = new TestBackend();
  const backend = await lobby.listen({ host: '127.0.0.1', port: 0 });
  onEnd(() => lobby.close());
  let isFirst = true;
  const { server, port } = await listenOnLoopback((client) => {
    client.on('error', () => undefined);
    const passThrough = (): void => {
      const socket = connect(backend.port, backend.host).on('error', () => undefined);
      client.pipe(socket).pipe(client);
      onEnd(() => socket.destroy());
    };
    if (isFirst) first(client, passThrough);
    else passThrough();
    isFirst = false;
  });
  onEnd(() => server.close());
  const balancer = { host: '127.0.0.1', port };
  return new Lab({ balancer, testBackend: lobby, timeoutMs: TIMEOUT_MS, idleMs: 0, signal: undefined });
}

/** This process stands still for longer than the timeout. */
function standStill(): void {
  for (const until = performance.now() + 3 * TIMEOUT_MS; performance.now() < until;);
}

describe('a lab whose process stands still for longer than the timeout', () => {
  it('knocks again where the first knock was lost meanwhile', async () => {
    const lab = await labWith((client, passThrough) => {
      client.once('data', () => {
        client.pause();
        standStill();
        passThrough();
      });
    });

    const pair = await lab.whileOpen(lab.open(), 60_000);

    expect(pair?.client).toBeDefined();
  });

  it('tries again where a connection was closed meanwhile', async () => {
    const lab = await labWith((client) => {
      standStill();
      client.destroy();
    });

    const pair = await lab.whileOpen(lab.open(), 60_000);

    expect(pair?.client).toBeDefined();
  });
});

describe('a lab whose balancer lets nothing through', () => {
  it('gives it up after the timeout', async () => {
    const lab = await labWith((client) => void client.resume());

    await expect(lab.whileOpen(lab.open(), 60_000)).rejects.toThrow(
      new UnreachableError('it let nothing through'),
    );
  });
});
