import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type * as Library from '../../lib/index.js';
import { askOnce, TestClient } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';
import { answered, listening, MAKERS, WorkerGroup } from '../helpers/operated.js';
import { until } from '../helpers/sockets.js';

const onEnd = cleanup();

describe.each(MAKERS)('the connections of %s', (_what, make) => {
  it('are listed, each with an id of its own, also those that wait', async () => {
    const { balancer, port } = await listening(make, onEnd, { stickyKey: 'ip-port', maxPerBackend: 1 });
    const before = Date.now();
    const served = [await answered(port, onEnd), await answered(port, onEnd)];
    const waiting = await TestClient.connect(port);
    onEnd(() => waiting.socket.destroy());
    await until(() => balancer.snapshot().waiting === 1);
    const connections = await balancer.connections();
    expect(new Set(connections.map(({ id }) => id)).size).toBe(3);
    for (const { client, backend } of served) {
      const found = connections.find(({ client: name }) => name === client.name);
      expect(found).toMatchObject({ key: client.name, backend, bytesIn: 6, bytesOut: 9 });
      expect(Math.abs(Date.parse(found?.since ?? '') - before)).toBeLessThan(60_000);
    }
    expect(connections.find(({ client }) => client === waiting.name)).toMatchObject({
      ...{ backend: null, bytesIn: 0, bytesOut: 0 },
    });
  });

  it('meet what was changed before them, once it is settled', async () => {
    const { balancer, port } = await listening(make, onEnd, { stickyKey: 'ip' });
    const isServed = async (): Promise<boolean> => (await askOnce(port).catch(() => undefined)) !== undefined;
    for (let n = 0; n < 10; n++) {
      balancer.update({ deny: ['127.0.0.0/8'] });
      await balancer.settled();
      expect(await isServed()).toBe(false);
      balancer.update({ deny: [] });
      await balancer.settled();
      expect(await isServed()).toBe(true);
    }
  });

  it('are closed by their ids, by RST', async () => {
    const { balancer, port } = await listening(make, onEnd);
    const [one, other] = [await answered(port, onEnd), await answered(port, onEnd)];
    const ends: [string, string][] = [];
    (balancer as Library.Balancer).on('connection_close', ({ client, end }) => ends.push([client, end]));
    const id = (await balancer.connections()).find(({ client }) => client === one.client.name)?.id ?? '';
    const failed = once(one.client.socket, 'error') as Promise<[NodeJS.ErrnoException]>;
    expect(await balancer.closeConnections({ ids: [id, 'none'] }, 'reset')).toBe(1);
    expect((await failed)[0].code).toBe('ECONNRESET');
    await until(() => ends.length === 1);
    expect(ends).toEqual([[one.client.name, 'closed_by_operator']]);
    expect(await balancer.closeConnections({ ids: [id] }, 'reset')).toBe(0);
    expect(await other.client.ask('x')).toBe(`${other.backend}:x`);
  });

  it('are closed by their backend, by FIN', async () => {
    const { balancer, port } = await listening(make, onEnd);
    const clients = [
      await answered(port, onEnd),
      await answered(port, onEnd),
      await answered(port, onEnd),
      await answered(port, onEnd),
    ];
    const those = clients.filter(({ backend }) => backend === 'B1');
    const ended = Promise.all(those.map(async ({ client }) => client.answer()));
    expect(await balancer.closeConnections({ backend: 'B1' }, 'fin')).toBe(2);
    expect(await ended).toEqual([undefined, undefined]);
    expect((await balancer.connections()).map(({ backend }) => backend)).toEqual(['B2', 'B2']);
    await expect(balancer.closeConnections({ backend: 'B9' }, 'fin')).rejects.toThrow("unknown backend 'B9'");
    await expect(balancer.closeConnections({ backend: 'B1' }, 'x' as never)).rejects.toThrow('fin or reset');
    await expect(balancer.closeConnections({ ids: [1] } as never, 'fin')).rejects.toThrow('wrong type');
    await expect(balancer.closeConnections({} as never, 'fin')).rejects.toThrow('wrong type');
  });
});

/** Workers, and the process ids of all that were started. */
function groupOf(count: number): {
  make: (options: Library.BalancerOptions) => Library.WorkerGroup;
  pids: number[];
} {
  const pids: number[] = [];
  const make = (options: Library.BalancerOptions): Library.WorkerGroup => {
    const group = new WorkerGroup(options, count);
    group.on('worker_started', ({ pid }) => pids.push(pid));
    return group;
  };
  return { make, pids };
}

/** Asks, where a worker may not listen yet. */
async function connectInVain(port: number): Promise<void> {
  const client = await TestClient.connect(port).catch(() => undefined);
  if (client === undefined) return;
  onEnd(() => client.socket.destroy());
  await client.askInVain('hello');
}

describe('the connections of workers', () => {
  it('are left out, and that is told, while their worker does not answer', async () => {
    const { make, pids } = groupOf(2);
    const { balancer, port } = await listening(make, onEnd);
    while (new Set((await balancer.connections()).map(({ worker }) => worker)).size < 2)
      await answered(port, onEnd);
    const all = await balancer.connections();
    const stopped = pids[0] ?? 0;
    process.kill(stopped, 'SIGSTOP');
    onEnd(() => process.kill(stopped, 'SIGCONT'));
    const told = once(balancer, 'worker_unresponsive');
    expect(await balancer.connections()).toEqual(all.filter(({ worker }) => worker === 2));
    expect(await told).toEqual([{ worker: 1, pid: stopped, asked: 'connections' }]);
    process.kill(stopped, 'SIGCONT');
    while ((await balancer.connections()).length < all.length); // each takes a turn of both processes
  });

  it('have other ids than those of the worker before', async () => {
    const { make, pids } = groupOf(1);
    const { balancer, port } = await listening(make, onEnd);
    const { client } = await answered(port, onEnd);
    client.socket.on('error', () => undefined);
    const [before] = await balancer.connections();
    process.kill(pids[0] ?? 0, 'SIGKILL');
    await until(() => pids.length === 2);
    while ((await balancer.connections()).length === 0) await connectInVain(port);
    const [after] = await balancer.connections();
    expect(after?.id).toMatch(/^\d+-\d+$/);
    expect(after?.id).not.toBe(before?.id);
  });
});
