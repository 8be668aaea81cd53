import { describe, expect, it } from '@jest/globals';
import type * as Library from '../../lib/index.js';
import { askOnce } from '../helpers/backends.js';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { until } from '../helpers/sockets.js';

/** As it is installed: a group of workers runs the built worker. */
const { Balancer, WorkerGroup } = (await import(
  new URL('../../dist/index.js', import.meta.url).href
)) as typeof Library;

const onEnd = cleanup();

describe.each<[string, (options: Library.BalancerOptions) => Library.Balancer | Library.WorkerGroup]>([
  ['a balancer in one process', (options) => new Balancer(options)],
  ['a balancer with two workers', (options) => new WorkerGroup(options, 2)],
])('%s', (_name, create) => {
  /** A balancer before two backends, and a client that has been served once. */
  async function started(options: Partial<Library.BalancerOptions> = {}) {
    const backends = await startBackends(2, onEnd);
    const specs = backends.map(({ name, port }) => ({ name, host: '127.0.0.1', port }));
    const balancer = create({ backends: specs, port: 0, algorithm: 'round-robin', ...options });
    onEnd(() => balancer.close(0));
    const { port } = await balancer.listen();
    return { balancer, visit: () => askOnce(port) };
  }

  it('tells what would decide, and is right, without deciding', async () => {
    const { balancer, visit } = await started({ stickyKey: 'none' });
    for (let turn = 0; turn < 3; turn++) {
      const { backend } = balancer.explain('whoever');
      expect(balancer.explain().backend).toBe(backend);
      expect(await visit()).toBe(backend);
    }
    expect(balancer.picks.last).toEqual([]);
    expect(() => balancer.explain(7 as never)).toThrow('key');
  });

  it('keeps the explanations of picks while they are enabled, also of clients that stick', async () => {
    const { balancer, visit } = await started();
    await visit();
    // A worker tells of it, as its client is answered.
    await until(() => balancer.explain('127.0.0.1').why === 'sticky');
    expect(balancer.explain('127.0.0.1')).toMatchObject({
      backend: 'B1',
      why: 'sticky',
      session: { hit: true },
    });
    balancer.picks.enabled = true;
    // Workers have to be told first.
    while (!balancer.picks.last.some(({ client }) => client !== null)) await visit();
    expect(balancer.picks.last.at(-1)).toEqual(
      expect.objectContaining({
        key: '127.0.0.1',
        backend: 'B1',
        why: 'sticky',
        client: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        says: '127.0.0.1 sticks to B1.',
      }),
    );
    balancer.setAdmin('B1', 'maint');
    await visit();
    expect(balancer.picks.last.at(-1)).toMatchObject({
      backend: 'B2',
      why: 'round-robin',
      session: { hit: false, reason: 'maint', backend: 'B1' },
      says: "The client's entry leads to B1, which is not available (maint). B2 is the only candidate. B1 is in maintenance.",
    });
    const { last } = balancer.picks;
    balancer.picks.enabled = false;
    await visit();
    expect(balancer.picks.last).toEqual(last);
  });

  it('keeps fifty', async () => {
    const { balancer, visit } = await started({ stickyKey: 'none' });
    balancer.picks.enabled = true;
    for (let client = 0; client < 60; client++) await visit();
    expect(balancer.picks.last.map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_, n) => 11 + n));
  });
});
