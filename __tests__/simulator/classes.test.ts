import { describe, expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFile } from '../helpers/folder.js';
import type { SimulationOptions } from '../../lib/simulator/plan/options.js';
import type { ClassReport, SimulationReport } from '../../lib/simulator/report/report.js';
import { loadScenario } from '../../lib/simulator/scenarios/load-scenario.js';
import { compare, simulate } from '../../lib/simulator/simulate.js';

const onEnd = cleanup();

const CLASSES = [
  { name: 'short', share: 3, mean: 1 },
  { name: 'long', share: 1, mean: 5 },
];

async function reportOf(options: SimulationOptions): Promise<SimulationReport> {
  const { report } = await simulate({ classes: CLASSES, ...options }, { threads: 0 });
  return report;
}

function perClassOf({ perClass = [] }: SimulationReport): readonly [ClassReport, ClassReport] {
  const [short, long, ...others] = perClass;
  if (short === undefined || long === undefined || others.length > 0)
    throw new Error('there are two classes');
  return [short, long];
}

/** Whether it is within that share of what is expected. */
function expectNear(value: number | null, expected: number, share: number): void {
  expect(Math.abs((value ?? NaN) / expected - 1)).toBeLessThan(share);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('classes of requests', () => {
  it.each<[string, SimulationOptions]>([
    ['in turn', { backends: 1 }],
    ['at random, to backends of other speeds', { algorithm: 'random', backends: [1, 3] }],
    ['sharing one backend', { backends: 1, discipline: 'ps' }],
    ['sharing 3 slots', { backends: 1, discipline: 'ps', slots: 3, service: 'erlang:2' }],
    ['sharing in a closed loop', { backends: 1, discipline: 'ps', clients: 5, think: 4 }],
    [
      'sharing, over long connections',
      { algorithm: 'random', backends: 2, discipline: 'ps', requestsPerConnection: 5, think: 2 },
    ],
  ])('have the means of theory, %s', async (_, options) => {
    const report = await reportOf({ load: 0.6, requests: 300_000, ...options });
    for (const { latency, expected } of perClassOf(report))
      expectNear(latency.mean, expected?.meanSojourn ?? NaN, 0.05);
  });

  it('are all requests together', async () => {
    const report = await reportOf({ backends: 2, requests: 20_000, load: 0.7, queueLimit: 2, warmup: 0.25 });
    const perClass = perClassOf(report);

    expect(sum(perClass.map(({ completed }) => completed))).toBe(report.completed);
    expect(sum(perClass.map(({ failed }) => failed))).toBe(report.failed);
    expect(sum(perClass.map(({ latency }) => latency.count))).toBe(report.latency.count);
    expect(report.latency.count).toBeLessThan(report.completed);
    expect(perClass.every(({ failed }) => failed > 0)).toBe(true);
    expect(Math.max(...perClass.map(({ latency }) => latency.max ?? NaN))).toBe(report.latency.max);
    const total = sum(perClass.map(({ latency }) => (latency.mean ?? NaN) * latency.count));
    expect(total / report.latency.count).toBeCloseTo(report.meanSojourn, 8);
  });

  it('are the same requests for all algorithms', async () => {
    const { report } = await compare(
      {
        algorithms: ['random', 'least-connections', 'ring'],
        keys: 100,
        classes: CLASSES,
        requests: 5000,
        warmup: 0,
      },
      { threads: 0 },
    );
    const counts = report.runs.map((run) => perClassOf(run).map(({ completed }) => completed));
    expect(counts[0]?.[0]).toBeGreaterThan(3000);
    expect(counts).toEqual([counts[0], counts[0], counts[0]]);
  });

  it('of the same mean change nothing of what happens', async () => {
    const options = { algorithm: 'power-of-two', requests: 5000, service: 'lognormal:2' } as const;
    const alike = CLASSES.map((each) => ({ ...each, mean: 3 }));
    const [with_, without] = [
      await reportOf({ ...options, classes: alike }),
      (await simulate(options, { threads: 0 })).report,
    ];
    expect(with_.traceHash).toBe(without.traceHash);
    expect(without).not.toHaveProperty('perClass');
  });

  it('stay with requests that are sent again', async () => {
    // Nothing waits, so that all long requests, and no short ones, take longer than their clients wait.
    const report = await reportOf({
      ...{ backends: 50, load: 0.001, service: 'deterministic', timeout: 1, retries: 3, backoff: 0.1 },
      ...{ requests: 2000, warmup: 0, algorithm: 'least-connections', abandoned: 'dropped' },
    });
    const [short, long] = perClassOf(report);
    expect([short.failed, long.completed]).toEqual([0, 0]);
    expect(short.completed + long.failed).toBe(2000);
    expect(report.retries).toBe(3 * long.failed);
    expect(short.latency).toMatchObject({
      count: short.completed,
      mean: expect.closeTo(0.5, 8),
      max: expect.closeTo(0.5, 8),
    });
    expect(long.latency).toMatchObject({ count: 0, mean: null });
  });

  it('of several replications are counted together, with intervals over them', async () => {
    const options = { backends: 1, load: 0.3, requests: 4000, warmup: 0.1 };
    const runs = await Promise.all([5, 6, 7].map((seed) => reportOf({ ...options, seed })));
    const together = perClassOf(await reportOf({ ...options, seed: 5, replications: 3 }));

    for (const [place, { completed, latency, confidence }] of together.entries()) {
      const singles = runs.map((run) => perClassOf(run)[place]);
      expect(completed).toBe(sum(singles.map((single) => single?.completed ?? NaN)));
      const means = singles.map((single) => single?.latency.mean ?? NaN);
      const [low, high] = confidence?.meanSojourn ?? [NaN, NaN];
      expect((low + high) / 2).toBeCloseTo(latency.mean ?? NaN, 8);
      const tails = singles.map((single) => single?.latency.p99 ?? NaN);
      const [least, most] = confidence?.p99 ?? [NaN, NaN];
      expect((least + most) / 2).toBeCloseTo(sum(tails) / 3, 8);
      expect(latency.mean).toBeGreaterThan(Math.min(...means));
      expect(latency.mean).toBeLessThan(Math.max(...means));
      expect(singles.map((single) => single?.confidence)).toEqual([null, null, null]);
    }
  });

  it('have no interval where too few of them came in a replication', async () => {
    const classes = [...CLASSES, { name: 'rare', share: 0.01, mean: 1 }];
    const { perClass = [] } = await reportOf({
      backends: 1,
      load: 0.3,
      requests: 4000,
      replications: 3,
      classes,
    });
    expect(perClass.map(({ confidence }) => confidence === null)).toEqual([false, false, true]);
  });

  it.each<[string, SimulationOptions]>([
    ['a closed loop', { clients: 20, think: 5 }],
    ['long connections', { requestsPerConnection: 'geometric:4', think: 1 }],
    ['keys and sticky clients', { keys: 50, sticky: true, algorithm: 'bounded-load' }],
    ['several balancers that share', { balancers: 2, shareLag: 1, algorithm: 'least-connections' }],
    ['limits of the balancer', { maxConnections: 4, queueMax: 2, algorithm: 'least-connections' }],
  ])('go with %s', async (_, options) => {
    const perClass = perClassOf(await reportOf({ requests: 2000, warmup: 0, ...options }));
    expect(sum(perClass.map(({ completed, failed }) => completed + failed))).toBe(2000);
    expectNear(perClass[0].completed + perClass[0].failed, 1500, 0.06);
  });

  it('go with scenarios: what fails is counted, too', async () => {
    const report = await reportOf({ scenario: await loadScenario('retry-storm') });
    const perClass = perClassOf(report);
    expect(sum(perClass.map(({ completed }) => completed))).toBe(report.completed);
    expect(perClass.every(({ completed, failed }) => completed > 0 && failed > 0)).toBe(true);
  });

  it('go with a trace and measured service times, each class with its share of these', async () => {
    const seconds = Array.from({ length: 400 }, (_, second) => `${second}s`).join('\n');
    const arrivals = `trace:${await temporaryFile(onEnd, 'arrivals.txt', seconds)}` as const;
    const service = `empirical:${await temporaryFile(onEnd, 'times.txt', '10ms\n20ms\n')}`;
    const report = await reportOf({ backends: 1, arrivals, service });
    const [short, long] = perClassOf(report);
    expect(short.completed + long.completed).toBe(400);
    // Nothing waits: 10 or 20 ms, times 1 or 5, by their mean of 2.
    expect([short.latency.max, long.latency.max]).toEqual([expect.closeTo(10, 6), expect.closeTo(50, 6)]);
    expectNear(short.latency.mean, short.serviceMean, 0.1);
    expectNear(long.latency.mean, long.serviceMean, 0.1);
  });

  it('say nothing of the theory of a single class', async () => {
    const report = await reportOf({ backends: 10, algorithm: 'round-robin', requests: 1000 });
    expect(report).not.toHaveProperty('expected');
    expect(report.perClass?.[0]).not.toHaveProperty('expected');
  });
});
