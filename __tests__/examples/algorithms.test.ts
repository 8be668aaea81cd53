import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { Balancer } from '../../lib/balancer/balancer.js';
import type { AlgorithmFailedEvent, ConnectionOpenEvent } from '../../lib/control/events.js';
import { loadAlgorithm } from '../../lib/load-algorithm.js';
import { GuardedScheduler } from '../../lib/schedulers/guarded.js';
import { simulate } from '../../lib/simulator/simulate.js';
import { TestBackend, TestClient } from '../helpers/backends.js';
import { addAll, candidates, held, setLoad, type FakeCandidate } from '../helpers/candidates.js';
import { cleanup } from '../helpers/cleanup.js';

const onEnd = cleanup();
const FOLDER = fileURLToPath(new URL('../../examples/algorithms', import.meta.url));
const NAMES = readdirSync(FOLDER).map((file) => file.replace(/\.js$/, ''));
const fileOf = (name: string): string => join(FOLDER, `${name}.js`);

/** The rules and backends of so many clients that come one after the other and stay. */
async function hold(name: string, clients: number): Promise<string[]> {
  const backends = [await TestBackend.start('B1'), await TestBackend.start('B2')];
  for (const backend of backends) onEnd(() => backend.stop());
  const balancer = new Balancer({
    backends: backends.map(({ port, name }) => ({ host: '127.0.0.1', port, name })),
    port: 0,
    stickyKey: 'ip-port',
    seed: 1,
    algorithm: await loadAlgorithm(fileOf(name)),
  });
  const opened: ConnectionOpenEvent[] = [];
  const failures: AlgorithmFailedEvent[] = [];
  balancer.on('connection_open', (event) => opened.push(event));
  balancer.on('algorithm_failed', (event) => failures.push(event));
  const { port } = await balancer.listen();
  onEnd(() => balancer.close(0));
  for (let i = 0; i < clients; i++) {
    const client = await TestClient.connect(port);
    onEnd(() => client.socket.destroy());
    await client.ask('x');
  }
  expect(failures).toEqual([]);
  return opened.map(({ backend, why }) => `${backend} ${why}`);
}

async function schedulerOf(name: string, draw = 0): Promise<GuardedScheduler<FakeCandidate>> {
  const algorithm = await loadAlgorithm(fileOf(name));
  return new GuardedScheduler<FakeCandidate>(
    algorithm.create(() => draw, {}),
    algorithm,
    ({ reason }) => {
      throw new Error(reason);
    },
  );
}

it('there are three, and each has a test here', () => {
  expect(NAMES.sort()).toEqual(['arrival-order', 'pack', 'weighted-random']);
});

describe.each(NAMES)('%s', (name) => {
  it('answers all requests of a simulation, with faults too, and the same way each time', async () => {
    const options = { algorithm: fileOf(name) as `/${string}`, load: 0.5, requests: 2000, keys: 20 };
    const [one, again] = [await simulate(options, { threads: 0 }), await simulate(options, { threads: 0 })];
    expect(one.report).toMatchObject({ algorithm: name, completed: 2000, failed: 0 });
    expect(again.report.traceHash).toBe(one.report.traceHash);
  });
});

describe('weighted-random', () => {
  it('prefers weight and few connections', async () => {
    const shares = await Promise.all(
      [0, 0.59, 0.61, 0.999].map((draw) => schedulerOf('weighted-random', draw)),
    );
    const picks = shares.map((scheduler) => {
      const [a, b] = addAll(scheduler, candidates(3, 1));
      setLoad(scheduler, a, 1); // 3 / 2 against 1: three fifths
      return [a, b].findIndex((each) => each === scheduler.pick(new Set())?.candidate);
    });
    expect(picks).toEqual([0, 0, 1, 1]);
  });

  it('serves both backends of a balancer', async () => {
    const opened = await hold('weighted-random', 12);
    expect(new Set(opened)).toEqual(new Set(['B1 weighted-random', 'B2 weighted-random']));
  });
});

describe('pack', () => {
  it('fills one backend before the next, and takes the least loaded when all are full', async () => {
    const first = Array<string>(10).fill('B1 pack');
    const second = Array<string>(10).fill('B2 pack');
    expect(await hold('pack', 22)).toEqual([...first, ...second, 'B1 pack-full', 'B2 pack-full']);
  });

  it('goes by weight and by the order given', async () => {
    const scheduler = await schedulerOf('pack');
    const [a, b] = candidates(1, 2);
    addAll(scheduler, [b, a]);
    expect(held(scheduler, 31)).toEqual([
      ...Array<string>(10).fill('A pack'),
      ...Array<string>(20).fill('B pack'),
      'A pack-full',
    ]);
  });
});

describe('arrival-order', () => {
  it('takes clients in turn, in a balancer too', async () => {
    expect(await hold('arrival-order', 3)).toEqual(['B1 new', 'B2 new', 'B1 new']);
  });

  it('gives a client that it knows the same backend, unless that is gone', async () => {
    const scheduler = await schedulerOf('arrival-order');
    const [a, , c] = addAll(scheduler, candidates(1, 1, 1));
    const pick = (key: string, ...tried: FakeCandidate[]): string => {
      const { candidate, why } = scheduler.pick(new Set(tried), key) ?? {};
      return `${candidate?.label} ${why}`;
    };
    expect(['x', 'y', 'x'].map((key) => pick(key))).toEqual(['A new', 'B new', 'A known']);
    expect([pick('x', a), pick('x')]).toEqual(['C new', 'C known']);
    scheduler.remove(c);
    expect([pick('x'), pick('x'), pick('x', a)]).toEqual(['A new', 'A known', 'B new']);
  });
});
