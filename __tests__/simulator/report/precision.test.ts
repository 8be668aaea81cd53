import { expect, test } from '@jest/globals';
import { simulate } from '../../../lib/simulator/simulate.js';

const HERE = { threads: 0 } as const;

test('a run that is long enough has an interval around its mean', async () => {
  const { report } = await simulate({ algorithm: 'random', backends: 10, load: 0.5, requests: 50_000 }, HERE);
  const [low = 0, high = 0] = report.confidence?.meanSojourn ?? [];

  expect(report).not.toHaveProperty('advice');
  expect(low).toBeLessThan(report.meanSojourn);
  expect(high).toBeGreaterThan(report.meanSojourn);
  expect(report.warmup).toBeGreaterThanOrEqual(5000);
});

test('the number of requests that is advised does', async () => {
  const options = { algorithm: 'random', backends: 10, load: 0.7 } as const;
  const { report } = await simulate({ ...options, requests: 5000 }, HERE);
  const requests = Number(/--requests (\d+)$/.exec(report.advice ?? '')?.[1]);
  const { report: longer } = await simulate({ ...options, requests }, HERE);

  expect(report.confidence).toBeNull();
  expect(longer.confidence).not.toBeNull();
});

test('of an algorithm that looks at loads a short run advises as many as where nobody looks, and these do', async () => {
  const options = { algorithm: 'power-of-two', backends: 10, load: 0.8, seed: 2 } as const;
  const { report } = await simulate({ ...options, requests: 1000 }, HERE);
  const { report: longer } = await simulate({ ...options, requests: 59_000 }, HERE);

  expect(report.advice).toMatch(/: use --requests 59000$/);
  expect(longer.confidence).not.toBeNull();
});

test('several replications leave out the same number each, and their mean is not below that of theory', async () => {
  const { report } = await simulate(
    { backends: 1, load: 0.8, requests: 8000, replications: 60, seed: 1 },
    HERE,
  );
  const [low = NaN, high = NaN] = report.confidence?.meanSojourn ?? [];

  expect([report.warmup, report.latency.count]).toEqual([2000, 360_000]);
  expect(low).toBeLessThan(5);
  expect(high).toBeGreaterThan(5);
});

test('replications have twice as many requests together as a single run needs', async () => {
  const options = {
    backends: 2,
    algorithm: 'random',
    load: 0.8,
    service: 'lognormal:4',
    replications: 5,
  } as const;
  const { report } = await simulate({ ...options, requests: 8000 }, HERE);
  const needed = Number(/--requests (\d+)$/.exec(report.advice ?? '')?.[1]);
  const { report: longer } = await simulate({ ...options, requests: needed }, HERE);

  expect(needed).toBeGreaterThan(15_000);
  expect([report.confidence, longer.confidence]).toEqual([null, expect.anything()]);
});

test('ten thousand backends need more than a hundred requests each', async () => {
  const { report } = await simulate(
    { backends: 2000, load: 0.9, algorithm: 'round-robin', requests: 200_000 },
    HERE,
  );

  expect(report.confidence).toBeNull();
  expect(report.warmup).toBe(100_000);
});

test('a mean without variance has no interval, however long the run, and is said to be unsure', async () => {
  const { report } = await simulate({ service: 'pareto:1.5', requests: 2000, replications: 3 }, HERE);

  expect(report).toMatchObject({ confidence: null, heavyTail: true });
  expect(report.advice).toContain('no variance');
});

test('replications that are too short to forget their beginning have no interval either', async () => {
  const { report } = await simulate({ backends: 100, load: 0.9, requests: 1000, replications: 4 }, HERE);

  expect(report.confidence).toBeNull();
  expect(report.advice).toBe('1,000 requests are too few for a confidence interval: use --requests 5000');
});

test('one run of services that vary much needs those that are rare and long', async () => {
  const adviceOf = async (service: 'lognormal:4' | 'lognormal:16' | 'lognormal:100000'): Promise<string> => {
    const options = { backends: 1, load: 0.7, requests: 20_000 } as const;
    const { report } = await simulate({ ...options, service }, HERE);
    expect(report.confidence).toBeNull();
    return report.advice ?? '';
  };

  // With σ² = ln(1 + CV²), 30 services longer than the median of the third moment, μ + 3σ², come in that many.
  expect(await adviceOf('lognormal:4')).toMatch(/: use --requests 430000$/);
  expect(await adviceOf('lognormal:16')).toMatch(/: use --requests 140000000$/);
  expect(await adviceOf('lognormal:100000')).toBe(
    'no run is long enough for an interval of the mean of lognormal:100000 service: compare medians and percentiles',
  );
});

test('backends that share themselves need no more for it', async () => {
  const { report } = await simulate(
    { backends: 1, load: 0.3, discipline: 'ps', service: 'lognormal:16', requests: 300_000 },
    HERE,
  );

  expect(report.confidence?.meanSojourn).toEqual([expect.any(Number), expect.any(Number)]);
});

test('where nothing is answered there is no interval, not one of width 0', async () => {
  const options = { backends: 2, load: 0.2, timeout: 1e-9, abandoned: 'dropped', requests: 500 } as const;
  for (const replications of [1, 3]) {
    const { report } = await simulate({ ...options, replications }, HERE);

    expect([report.completed, report.confidence]).toEqual([0, null]);
    expect(report.advice).toBe('no request was answered: there is no latency to estimate');
  }
});
