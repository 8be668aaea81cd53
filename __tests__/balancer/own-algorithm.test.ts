import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Balancer } from '../../lib/balancer/balancer.js';
import type { AlgorithmFailedEvent, ConnectionOpenEvent } from '../../lib/control/events.js';
import type { AlgorithmOption } from '../../lib/schedulers/chosen-algorithm.js';
import { newScheduler } from '../../lib/schedulers/index.js';
import { WorkerGroup } from '../../lib/workers/worker-group.js';
import { askOnce, TestBackend } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';
import { refusal } from '../helpers/refusal.js';
import { own } from '../schedulers/own.js';

const onEnd = cleanup();
afterEach(() => void jest.restoreAllMocks());

interface Watched {
  readonly port: number;
  readonly opened: ConnectionOpenEvent[];
  readonly failures: AlgorithmFailedEvent[];
  readonly algorithm: string;
}

async function balanceBy(algorithm: AlgorithmOption): Promise<Watched> {
  const backends = [await TestBackend.start('B1'), await TestBackend.start('B2')];
  for (const backend of backends) onEnd(() => backend.stop());
  const balancer = new Balancer({
    backends: backends.map(({ port, name }) => ({ host: '127.0.0.1', port, name })),
    port: 0,
    stickyKey: 'none',
    algorithm,
  });
  const opened: ConnectionOpenEvent[] = [];
  const failures: AlgorithmFailedEvent[] = [];
  let name = '';
  balancer.on('listening', (event) => (name = event.algorithm));
  balancer.on('connection_open', (event) => opened.push(event));
  balancer.on('algorithm_failed', (event) => failures.push(event));
  const { port } = await balancer.listen();
  onEnd(() => balancer.close(0));
  return { port, opened, failures, algorithm: name };
}

describe("a balancer with an algorithm of one's own", () => {
  it.each<[string, AlgorithmOption, string, string]>([
    [
      'a function that returns a scheduler',
      function last() {
        return own();
      },
      'last',
      'last',
    ],
    ['a scheduler', own({ name: 'mine' }), 'mine', 'last'],
    ['a scheduler that was made by name', newScheduler('random', () => 0.99), 'random', 'random'],
  ])('asks it: %s', async (_name, given, algorithm, why) => {
    const balancer = await balanceBy(given);
    expect(balancer.algorithm).toBe(algorithm);
    expect([await askOnce(balancer.port), await askOnce(balancer.port)]).toEqual(['B2', 'B2']);
    expect(balancer.opened.map((event) => event.why)).toEqual([why, why]);
    expect(balancer.failures).toEqual([]);
  });

  it('serves everybody by round-robin when it fails, and says so once a second and kind', async () => {
    jest.spyOn(performance, 'now').mockReturnValue(performance.now());
    const failing = { thrown: 3 };
    const { port, opened, failures } = await balanceBy(function broken() {
      return own({
        pick() {
          if (failing.thrown-- > 0) throw new Error('boom');
          return undefined;
        },
      });
    });
    const answers = [];
    for (let i = 0; i < 5; i++) answers.push(await askOnce(port));
    expect(answers).toEqual(['B1', 'B2', 'B1', 'B2', 'B1']);
    expect(opened.map(({ why }) => why)).toEqual(Array(5).fill('round-robin'));
    expect(failures).toEqual([
      {
        algorithm: 'broken',
        file: null,
        method: 'pick',
        kind: 'threw',
        reason: expect.stringMatching(/^pick threw Error: boom/),
      },
      {
        algorithm: 'broken',
        file: null,
        method: 'pick',
        kind: 'nothing',
        reason: 'pick returned nothing, although 2 members are left',
      },
    ]);
  });

  it('has a scheduler for itself', async () => {
    const backends = [{ host: '127.0.0.1', port: 1 }];
    const algorithm = own({ name: 'mine' });
    new Balancer({ backends, algorithm });
    const again = [
      () => new Balancer({ backends, algorithm }),
      () => new WorkerGroup({ backends, algorithm }, 2),
    ];
    for (const create of again) {
      const error = await refusal(create);
      expect(error).toMatchObject({ code: 'ERR_ALGORITHM', kind: 'usage' });
      expect(error.message).toMatch(
        /^algorithm mine is one scheduler, which a balancer has already: use a class/,
      );
    }
  });

  it('understands aliases, and says the real name', async () => {
    expect((await balanceBy('p2c')).algorithm).toBe('power-of-two');
  });
});
