import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { Balancer } from '../../lib/balancer/balancer.js';
import { cleanup } from '../helpers/cleanup.js';
import { startBackends } from '../helpers/balance.js';

const onEnd = cleanup();

describe('a balancer that is operated', () => {
  it('has nothing changed when it is to be a backend of its own, and tells an algorithm by its real name', async () => {
    const [backend] = await startBackends(1, onEnd);
    const balancer = new Balancer({ backends: [{ host: '127.0.0.1', port: backend?.port ?? 0 }], port: 0 });
    onEnd(() => balancer.close(0));
    const { port } = await balancer.listen();
    const before = balancer.snapshot();
    expect(() => balancer.addBackend({ name: 'B2', host: '127.0.0.1', port })).toThrow(
      /^backend B2 at 127\.0\.0\.1:\d+ is this balancer itself/,
    );
    expect(balancer.snapshot()).toEqual(before);
    const changed = once(balancer, 'algorithm_changed');
    balancer.setAlgorithm('rr' as never);
    expect(await changed).toEqual([{ algorithm: 'round-robin' }]);
  });
});
