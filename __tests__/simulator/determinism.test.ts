import { describe, expect, test } from '@jest/globals';
import { ALGORITHMS } from '../../lib/schedulers/index.js';
import type { SimulationOptions } from '../../lib/simulator/plan/options.js';
import { runOf, scenarioWith, inject } from './test-scenarios.js';

const STORY = scenarioWith(
  [
    inject(50, 'B1', 'crash'),
    { at: 60, backend: 'B2', fault: { kind: 'slow', factor: 3 } },
    { at: 100, backend: 'B1', fault: { kind: 'cold-start', factor: 4, warmup: 40 } },
    inject(120, 'B3', 'black-hole'),
    { at: 130, arrivals: 1.2 },
    inject(150, 'B3', 'heal'),
  ],
  { duration: 200, requestTimeout: 30, waitTimeout: 10 },
);

const SETTINGS = {
  plain: { backends: 3, load: 0.8, requests: 3000 },
  sharing: {
    backends: [1, 2],
    discipline: 'ps',
    service: 'lognormal:4',
    slots: 2,
    load: 0.9,
    requests: 3000,
  },
  'closed loop': {
    backends: 4,
    clients: 12,
    think: 2,
    service: 'pareto:1.5',
    maxPerBackend: 2,
    requests: 3000,
  },
  'bursty and sticky': {
    backends: 4,
    arrivals: 'bursty',
    service: 'erlang:3',
    keys: 50,
    sticky: true,
    requests: 3000,
  },
  story: { backends: 5, algorithm: 'power-of-two', balancers: 2, load: 0.7, scenario: STORY },
} as const satisfies Record<string, SimulationOptions>;

/** Found once, and the same ever since, on every machine and every version of Node. */
const GOLDEN: Record<keyof typeof SETTINGS, readonly [traceHash: string, events: number, completed: number]> =
  {
    plain: ['dc7f6bfd94213c82', 6000, 3000],
    sharing: ['e9615c81a081988c', 6000, 3000],
    'closed loop': ['69d0b3aa23dae40d', 6000, 3000],
    'bursty and sticky': ['109e3c65fed8e3c0', 6000, 3000],
    story: ['a28644882bf8b3aa', 2334, 672],
  };

describe.each(Object.keys(SETTINGS) as (keyof typeof SETTINGS)[])('%s', (name) => {
  const settings: SimulationOptions = SETTINGS[name];

  test('the same seed gives the same run, to the last digit', () => {
    const [once, again] = [1, 2].map(() => ({ ...runOf(settings, 7), wallSeconds: 0 }));

    expect(again).toEqual(once);
  });

  test('other seeds give other runs', () => {
    const seeds = [1, 2, 3, 4, 5];

    expect(new Set(seeds.map((seed) => runOf(settings, seed).traceHash)).size).toBe(seeds.length);
  });

  test('seed 1 gives the run that it has always given', () => {
    const { traceHash, events, completed } = runOf(settings);

    expect([traceHash, events, completed]).toEqual(GOLDEN[name]);
  });
});

test('every request is two events when nothing goes wrong: its arrival, and its completion', () => {
  expect(runOf(SETTINGS.plain).events).toBe(6000);
});

test('progress that is told changes nothing', () => {
  expect(runOf({ backends: 2, requests: 70_000 }, 3).events).toBe(140_000);
});

test('what an algorithm picks, and only that, makes one run differ from another', () => {
  const hashes = ALGORITHMS.map((algorithm) => runOf({ ...SETTINGS.plain, algorithm }).traceHash);
  // With one backend there is nothing to pick.
  const alone = ALGORITHMS.map((algorithm) => runOf({ ...SETTINGS.plain, backends: 1, algorithm }).traceHash);

  expect(new Set(hashes).size).toBeGreaterThan(2);
  expect(new Set(alone).size).toBe(1);
});

test('every algorithm gets the same arrivals and the same services', () => {
  const works = ALGORITHMS.map((algorithm) => {
    const { endedAt, little, meanQueue, perBackend } = runOf({
      ...SETTINGS.plain,
      algorithm,
      backends: 1,
      slots: 3,
    });
    return { endedAt, little, meanQueue, perBackend };
  });

  expect(works).toEqual(works.map(() => works[0]));
});
