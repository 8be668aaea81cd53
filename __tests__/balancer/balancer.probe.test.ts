import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import { Balancer } from '../../lib/balancer/balancer.js';
import { cleanup } from '../helpers/cleanup.js';

const onEnd = cleanup();

it('takes an async probe, says its reason in words, and closes while one is under way', async () => {
  let well = true;
  const balancer = new Balancer({
    port: 0,
    backends: [{ name: 'B1', host: '127.0.0.1', port: 9 }],
    healthCheckIntervalMs: 20,
    probe: async ({ host, port }) => {
      await Promise.resolve();
      return well || { ok: false, reason: `replica_lag of ${host}:${port}` };
    },
  });
  onEnd(() => balancer.close());
  await balancer.listen();
  expect(balancer.activeServers).toEqual(['B1']);
  well = false;
  const [failover] = (await once(balancer, 'failover')) as [unknown];
  expect(failover).toMatchObject({ backend: 'B1', reason: 'replica_lag of 127.0.0.1:9' });
  well = true;
  await once(balancer, 'failback');
});

it('listens and closes though a probe never answers', async () => {
  const balancer = new Balancer({
    port: 0,
    backends: [{ name: 'B1', host: '127.0.0.1', port: 9 }],
    healthCheckTimeoutMs: 30,
    probe: () => new Promise(() => undefined),
  });
  const down = once(balancer, 'backend_down_at_start');
  await balancer.listen();
  expect(await down).toMatchObject([{ reason: 'no answer within 0.03 s' }]);
  await balancer.close();
});

it('listens and closes though a probe throws', async () => {
  const balancer = new Balancer({
    port: 0,
    backends: [{ name: 'B1', host: '127.0.0.1', port: 9 }],
    probe: () => {
      throw new Error('no such module');
    },
  });
  const down = once(balancer, 'backend_down_at_start');
  await balancer.listen();
  expect(await down).toMatchObject([{ reason: 'no such module' }]);
  await balancer.close();
});
