import { expect, test } from '@jest/globals';
import type { Algorithm } from '../../lib/schedulers/index.js';
import { compare, simulate } from '../../lib/simulator/simulate.js';
import { runOf } from './test-scenarios.js';

const HERE = { threads: 0 } as const;

test('a policy is run, and reported with the fingerprint of its run', async () => {
  const { report, tail } = await simulate({ backends: 3, requests: 3000, seed: 5 }, HERE);

  expect(report.traceHash).toBe(runOf({ backends: 3, requests: 3000 }, 5).traceHash);
  expect(report).toMatchObject({ algorithm: 'auto', seed: 5, backends: 3, completed: 3000, events: 6000 });
  expect(tail[0]?.share).toBe(1);
});

test('several policies get the same requests, and are compared in pairs', async () => {
  const algorithms = ['round-robin', 'least-connections', 'random'] as const;
  const { report, outcomes } = await compare({ algorithms, backends: 10, load: 0.6, requests: 40_000 }, HERE);

  expect(report.runs.map(({ algorithm }) => algorithm)).toEqual(algorithms);
  expect(outcomes.map((outcome) => outcome.report)).toEqual(report.runs);
  expect(report.pairs.map(({ a, b }) => [a, b])).toEqual([
    ['round-robin', 'least-connections'],
    ['round-robin', 'random'],
    ['least-connections', 'random'],
  ]);
  // Least-connections is better than round-robin, and that is better than chance: both beyond doubt.
  expect(report.pairs.map(({ significant }) => significant)).toEqual([true, true, true]);
  expect(report.pairs[0]?.confidence?.[1]).toBeLessThan(0);
  expect(report.pairs[2]?.confidence?.[0]).toBeGreaterThan(0);
});

test('a policy compared with itself differs by nothing', async () => {
  const { report } = await compare({ algorithms: ['auto', 'auto'], requests: 4000, replications: 2 }, HERE);

  expect(report.pairs).toEqual([
    expect.objectContaining({ difference: 0, ratio: 1, confidence: [0, 0], significant: false }),
  ]);
});

test('options that make no sense are refused before anything is run', async () => {
  await expect(simulate({ load: 2 }, HERE)).rejects.toMatchObject({
    code: 'ERR_OPTION_INVALID',
    kind: 'usage',
  });
  await expect(compare({ algorithms: ['auto', 'best' as Algorithm] }, HERE)).rejects.toMatchObject({
    code: 'ERR_UNKNOWN_ALGORITHM',
  });
});
