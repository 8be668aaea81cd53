import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { newScheduler } from '../../lib/schedulers/index.js';
import type { SchedulerFactory } from '../../lib/schedulers/custom-algorithm.js';
import { Balancer } from '../../lib/balancer/balancer.js';
import { cleanup } from '../helpers/cleanup.js';
import { startBackends } from '../helpers/balance.js';
import { temporaryFolder } from '../helpers/folder.js';
import { until } from '../helpers/sockets.js';

const onEnd = cleanup();

describe('a balancer that is operated', () => {
  it('tells and records nothing when nothing has changed, and refuses texts for numbers', async () => {
    const [backend] = await startBackends(1, onEnd);
    const record = join(await temporaryFolder(onEnd), 'run.jsonl');
    const spec = { name: 'B1', host: '127.0.0.1', port: backend?.port ?? 0, weight: 3 };
    const balancer = new Balancer({ backends: [spec], port: 0, record, maxPerBackend: 7 });
    onEnd(() => balancer.close(0));
    await balancer.listen();
    const told: object[] = [];
    balancer.on('backend_changed', (event) => told.push(event));
    balancer.setWeight('B1', 3);
    balancer.setLimit('B1', 7);
    balancer.setLimit(undefined, 7);
    balancer.setAdmin('B1', 'ready');
    expect(told).toEqual([]);
    expect(() => balancer.setWeight('B1', '5' as never)).toThrow(
      "weight '5' is of the wrong type: use an integer from 1 to 256",
    );
    expect(() => balancer.setLimit('B1', '5' as never)).toThrow("limit '5' is of the wrong type");
    expect(() => balancer.setWeight('B1', 1.5)).toThrow('is out of range');
    balancer.setLimit(undefined, 8);
    balancer.setLimit('B1', 9);
    balancer.setLimit(undefined, 8);
    expect(told).toHaveLength(3);
    await balancer.close(0);
    const entries = (await readFile(record, 'utf8'))
      .split('\n')
      .filter((line) => line.startsWith('["limit"'));
    expect(entries).toHaveLength(3);
  });

  it('shows a backend as warm once its slow start is over, also while nobody connects', async () => {
    const [backend] = await startBackends(1, onEnd);
    const spec = { name: 'B1', host: '127.0.0.1', port: backend?.port ?? 0 };
    const balancer = new Balancer({ backends: [spec], port: 0, slowStartMs: 200 });
    onEnd(() => balancer.close(0));
    await balancer.listen();
    const warmth = (): number => balancer.snapshot().backends[0]?.warmth ?? 0;
    expect(warmth()).toBe(1);
    balancer.setAdmin('B1', 'maint');
    balancer.setAdmin('B1', 'ready');
    await until(() => warmth() < 1);
    await until(() => warmth() === 1);
  });

  it('has nothing changed when it is to be a backend of its own, and tells an algorithm by its real name', async () => {
    const [backend] = await startBackends(1, onEnd);
    const balancer = new Balancer({ backends: [{ host: '127.0.0.1', port: backend?.port ?? 0 }], port: 0 });
    onEnd(() => balancer.close(0));
    const { port } = await balancer.listen();
    const standing = (): object[] =>
      balancer.snapshot().backends.map(({ observed, ...rest }) => ({ ...rest, health: observed.health }));
    const before = standing();
    expect(() => balancer.addBackend({ name: 'B2', host: '127.0.0.1', port })).toThrow(
      /^backend B2 at 127\.0\.0\.1:\d+ is this balancer itself/,
    );
    for (const host of ['localhost', 'LocalHost.'])
      expect(() => balancer.addBackend({ name: 'B2', host, port })).toThrow('is this balancer itself');
    expect(standing()).toEqual(before);
    for (const own of [() => ({}), './mine.js', { pick: () => undefined }])
      expect(() => balancer.setAlgorithm(own as never)).toThrow(
        expect.objectContaining({ code: 'ERR_ALGORITHM', kind: 'usage' }),
      );
    const changed = once(balancer, 'algorithm_changed');
    balancer.setAlgorithm('rr' as never);
    const options = { choices: 2, sample: 'distinct', decay: 10_000 };
    expect(await changed).toEqual([{ algorithm: 'round-robin', ...options }]);
  });

  it('has the options of an algorithm of its own settled', () => {
    const mine: SchedulerFactory = (random) => newScheduler('round-robin', random);
    const balancer = new Balancer({ algorithm: mine, backends: [{ host: '127.0.0.1', port: 1 }] });
    const update = (): void => balancer.update({ queueMax: 7, choices: 3 });
    expect(update).toThrow(/^choices of algorithm '.+', which is not one of lbsim's own, is settled/);
    expect(balancer.settings()).toMatchObject({ queueMax: 1000, choices: 2 });
    balancer.setAlgorithm('power-of-two');
    update();
    expect(balancer.settings()).toMatchObject({ queueMax: 7, choices: 3 });
  });
});
