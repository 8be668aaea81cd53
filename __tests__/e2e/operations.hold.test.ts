import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type * as Library from '../../lib/index.js';
import { TestClient } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { answered, listening, MAKERS, replay } from '../helpers/operated.js';
import { until } from '../helpers/sockets.js';

const onEnd = cleanup();

/** How a client's connection ended. */
type Ends = Map<string, string>;

describe.each(MAKERS)('%s whose newcomers are held', (_what, make) => {
  /** It listens, and newcomers come. */
  async function held(options: Omit<Library.BalancerOptions, 'backends'> = {}) {
    const { balancer, port } = await listening(make, onEnd, options);
    const ends: Ends = new Map();
    const teller = balancer as Library.Balancer;
    teller.on('connection_close', ({ client, end }) => ends.set(client, end));
    const waiting = (): number => balancer.snapshot().held?.waiting ?? 0;
    /** A client that comes, and waits behind those that came before it, and has said something. */
    const comes = async (): Promise<TestClient> => {
      const before = waiting();
      const client = await TestClient.connect(port);
      onEnd(() => client.socket.destroy());
      client.socket.write('hello\n');
      await until(() => waiting() > before);
      return client;
    };
    return { balancer, port, ends, waiting, comes };
  }

  it('serves exactly one by a step, and all by a release, in the order in which they came', async () => {
    const { balancer, port, waiting, comes } = await held();
    const served = await answered(port, onEnd);
    balancer.hold('test');
    const clients = [await comes(), await comes(), await comes()];
    expect(await served.client.ask('x')).toBe('B1:x');
    expect(balancer.step()).toMatchObject({ outcome: 'picked', pick: { backend: 'B2' } });
    expect(await clients[0]?.answer()).toBe('B2:hello');
    expect(balancer.snapshot()).toMatchObject({ openConnections: 2, held: { waiting: 2, by: 'test' } });
    expect(balancer.release()).toBe(2);
    expect([await clients[1]?.answer(), await clients[2]?.answer()]).toEqual(['B1:hello', 'B2:hello']);
    expect([waiting(), balancer.snapshot().held]).toEqual([0, null]);
    expect((await answered(port, onEnd)).backend).toBe('B1');
  });

  it('frees the place of one that leaves, and closes one that waits for too long', async () => {
    const { balancer, ends, waiting, comes } = await held({ queueTimeoutMs: 1500 });
    balancer.hold();
    const [first, second] = [await comes(), await comes()];
    first.socket.resetAndDestroy();
    await until(() => ends.get(first.name) === 'client_gone');
    expect(await second.answer()).toBeUndefined();
    await until(() => ends.get(second.name) === 'queue_timeout');
    expect([waiting(), balancer.step()]).toEqual([0, undefined]);
  });

  it('refuses those that are more than may wait', async () => {
    const { balancer, port, ends, waiting, comes } = await held({ queueMax: 1 });
    balancer.hold();
    await comes();
    const refused = await TestClient.connect(port);
    expect(await refused.askInVain('x')).toBeUndefined();
    await until(() => ends.get(refused.name) === 'queue_full');
    expect(waiting()).toBe(1);
  });

  it('releases them when it stops, and they are served', async () => {
    const { balancer, comes } = await held();
    const told: object[] = [];
    (balancer as Library.Balancer).on('hold_ended', (event) => told.push(event));
    balancer.hold();
    const client = await comes();
    const closed = balancer.close(10_000);
    expect(await client.answer()).toBe('B1:hello');
    client.socket.end();
    await closed;
    expect(told).toEqual([{ reason: 'stopping', heldMs: expect.any(Number), released: 1 }]);
    expect(() => balancer.hold()).toThrow('the balancer is stopping');
  });

  it('replays a recording exactly', async () => {
    const record = join(await temporaryFolder(onEnd), 'run.jsonl');
    const { balancer, waiting, comes } = await held({ record, stickyKey: 'ip', algorithm: 'power-of-two' });
    balancer.hold();
    const clients = [await comes(), await comes(), await comes(), await comes()];
    balancer.step();
    await clients[0]?.answer();
    clients[1]?.socket.resetAndDestroy();
    await until(() => waiting() === 2);
    balancer.release();
    await Promise.all(clients.slice(2).map(async (client) => client.answer()));
    await balancer.close(0);
    const { ok, picks, differences } = await replay((await readFile(record, 'utf8')).trimEnd().split('\n'));
    expect({ ok, picks, differences }).toEqual({ ok: true, picks: 3, differences: [] });
  });
});
