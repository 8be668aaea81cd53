import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { TestBackend, TestClient } from '../helpers/backends.js';
import { startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import type { Lbsim } from '../helpers/lbsim.js';
import { stretched } from '../helpers/slow-machine.js';

const onEnd = cleanup();

/** A balancer whose only backend is not there yet. */
async function withoutBackend(
  ...options: string[]
): Promise<{ lb: Lbsim; port: number; backend: TestBackend }> {
  const backend = await TestBackend.start('B1');
  onEnd(() => backend.stop());
  await backend.stop();
  const lb = startBalance([backend], onEnd, '--health-check-interval', '0.2', ...options);
  return { lb, port: await lb.port(), backend };
}

describe('lbsim balance, while no backend is up', () => {
  it('releases all that wait the moment a backend comes up', async () => {
    const { lb, port, backend } = await withoutBackend();
    const clients = await Promise.all(Array.from({ length: 20 }, () => TestClient.connect(port)));
    const answers = Promise.all(clients.map((client, i) => client.ask(`${i}`)));
    await backend.start();
    expect(await answers).toEqual(clients.map((_, i) => `B1:${i}`));
    expect(lb.all('connection_close')).toEqual([]);
    await Promise.all(clients.map((client) => client.close()));
  });

  it('answers a client in full that had sent its line and FIN before', async () => {
    const { port, backend } = await withoutBackend();
    const client = await TestClient.connect(port);
    client.socket.end('last words');
    await backend.start();
    expect(await client.answer()).toBe('B1:last words');
    expect(await client.answer()).toBeUndefined();
  });

  it('closes a client when --wait-for-backend-timeout is over', async () => {
    const { lb, port } = await withoutBackend('--wait-for-backend-timeout', '0.3');
    const client = await TestClient.connect(port);
    expect(await client.ask('anyone?')).toBeUndefined();
    const { durationMs, ...record } = await lb.event('connection_close');
    expect(record).toMatchObject({
      client: client.name,
      backend: null,
      end: 'no_backend',
      bytesIn: 0,
      bytesOut: 0,
    });
    expect(durationMs).toBeGreaterThanOrEqual(295);
    expect(durationMs).toBeLessThan(stretched(2000));
  });

  it('refuses at once when the timeout is 0', async () => {
    const { lb, port } = await withoutBackend('--wait-for-backend-timeout', '0');
    const client = await TestClient.connect(port);
    expect(await client.answer()).toBeUndefined();
    expect(await lb.event('connection_close')).toMatchObject({ end: 'no_backend' });
  });

  it.each([
    ['closes', (client: TestClient) => client.socket.destroy()],
    ['resets', (client: TestClient) => client.socket.resetAndDestroy()],
  ])('frees the place of a client that %s meanwhile', async (_how, leave) => {
    const { lb, port } = await withoutBackend();
    const client = await TestClient.connect(port);
    const { name } = client;
    // Clients are accepted in order: when one that came later is known, so is this one.
    const later = await TestClient.connect(port);
    later.socket.destroy();
    await lb.event('connection_close');
    leave(client);
    expect(await lb.event('connection_close', 2)).toMatchObject({
      client: name,
      backend: null,
      end: 'client_gone',
    });
  });

  it('holds no more of a waiting client than a bound, and loses nothing of it', async () => {
    const { port, backend } = await withoutBackend();
    const client = await TestClient.connect(port);
    const line = 'x'.repeat(32 * 1024 * 1024);
    const answer = client.ask(line);
    // It stalls: kernel buffers take some megabytes, the balancer 64 KiB and a read, and the rest stays here.
    await once(client.socket, 'drain', { signal: AbortSignal.timeout(300) }).catch(() => undefined);
    expect(client.socket.writableLength).toBeGreaterThan(16 * 1024 * 1024);
    await backend.start();
    expect((await answer)?.length).toBe('B1:'.length + line.length);
    await client.close();
  });
});
