import { describe, expect, it } from '@jest/globals';
import { TestClient, type TestBackend } from '../helpers/backends.js';
import { ended, startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import type { Lbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();
const OPTIONS = ['--algorithm', 'round-robin', '--health-check-interval', '0.2'];

/** Two backends, and a client whose one answer so far came from B1. */
async function start(
  ...options: string[]
): Promise<{ lb: Lbsim; b1: TestBackend; b2: TestBackend; client: TestClient }> {
  const [b1, b2] = await startBackends(2, onEnd);
  if (b1 === undefined || b2 === undefined) throw new Error('two were asked for');
  const lb = startBalance([b1, b2], onEnd, ...OPTIONS, ...options);
  const client = await TestClient.connect(await lb.port());
  onEnd(() => client.socket.destroy());
  expect(await client.ask('1')).toBe('B1:1');
  return { lb, b1, b2, client };
}

describe('--on-failover', () => {
  it('keep, as is the default, leaves live connections to a backend that is marked down', async () => {
    const { lb, b1, client } = await start();
    b1.deaf();
    expect(await lb.event('failover')).toMatchObject({ backend: 'B1' });
    expect(await client.ask('2')).toBe('B1:2');
    await client.close();
    expect(await ended(lb, client.name)).toMatchObject({ backend: 'B1', end: 'client_closed' });
  });

  it('close ends them, once each, and no others', async () => {
    const { lb, b1, client } = await start('--on-failover', 'close', '--sticky-key', 'none');
    const other = await TestClient.connect(await lb.port());
    expect(await other.ask('1')).toBe('B2:1');
    b1.deaf();
    await lb.event('failover');
    expect(await client.answer()).toBeUndefined();
    expect(await ended(lb, client.name)).toMatchObject({ backend: 'B1', bytesIn: 2, end: 'backend_down' });
    expect(await other.ask('2')).toBe('B2:2');
    await other.close();
    await ended(lb, other.name);
    expect(lb.all('connection_close')).toHaveLength(2);
  });
});

describe('--reroute', () => {
  it.each([
    ['resets', (backend: TestBackend) => backend.crash()],
    ['closes', (backend: TestBackend) => backend.stop()],
  ])(
    'moves a live client to another backend when its own %s, and says so in one WARNING',
    async (_how, lose) => {
      const { lb, b1, b2, client } = await start('--reroute');
      await lose(b1);
      const rerouted = await lb.event('connection_rerouted');
      expect(rerouted).toMatchObject({
        level: 'warn',
        client: client.name,
        from: 'B1',
        backend: 'B2',
        times: 1,
      });
      expect(await client.ask('2')).toBe('B2:2');
      await lb.event('failover');
      await b1.start();
      await lb.event('failback');
      await lose(b2);
      expect(await lb.event('connection_rerouted', 2)).toMatchObject({
        level: 'info',
        backend: 'B1',
        times: 2,
      });
      expect(await client.ask('3')).toBe('B1:3');
      await client.close();
      expect(await ended(lb, client.name)).toMatchObject({
        backend: 'B1',
        bytesIn: 6,
        bytesOut: 15,
        end: 'client_closed',
      });
      expect(lb.all('connection_rerouted').filter(({ level }) => level === 'warn')).toHaveLength(1);
      expect(lb.all('connection_open')).toHaveLength(1);
    },
  );

  it('moves it when the backend is marked down, too, if live connections are not to be kept', async () => {
    const { lb, b1, client } = await start('--reroute', '--on-failover', 'close');
    b1.deaf();
    expect(await lb.event('connection_rerouted')).toMatchObject({ from: 'B1', backend: 'B2' });
    expect(await client.ask('2')).toBe('B2:2');
    expect(lb.all('connection_close')).toEqual([]);
  });

  it('has it wait while no other is up, and does not replay what was not answered', async () => {
    const { lb, b1, b2, client } = await start('--reroute');
    await b2.stop();
    await lb.event('failover');
    await b1.stop();
    await lb.event('no_active_servers');
    client.socket.write('into the void\n');
    await b2.start();
    await lb.event('connection_rerouted');
    // What was sent while no backend was there is no unanswered byte: it waited, as the client did.
    expect(await client.answer()).toBe('B2:into the void');
  });

  it('ends it, as it does every client that waits, when none comes up', async () => {
    const { lb, b1, b2, client } = await start('--reroute', '--wait-for-backend-timeout', '0.3');
    await b2.crash();
    await b1.crash();
    expect(await client.answer()).toBeUndefined();
    expect(await ended(lb, client.name)).toMatchObject({
      backend: 'B1',
      end: expect.stringMatching(/^(no_backend|connect_failed)$/),
    });
  });

  it('is off by default: the client sees what its backend did', async () => {
    const { lb, b1, client } = await start();
    await b1.crash();
    await expect(client.ask('2')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await ended(lb, client.name)).toMatchObject({ end: 'backend_reset' });
  });
});
