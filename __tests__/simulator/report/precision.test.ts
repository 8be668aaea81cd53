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
  expect(report.advice).toBe('1,000 requests are too few for a confidence interval: use --requests 4000');
});
