import { describe, expect, it } from '@jest/globals';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import { loadScenario } from '../../../lib/simulator/scenarios/load-scenario.js';
import { compare, simulate } from '../../../lib/simulator/simulate.js';

const ALL = { requests: 5000, service: 'deterministic', algorithm: 'round-robin' } as const;

async function adviceOf(options: SimulationOptions): Promise<string | undefined> {
  const { report } = await simulate({ ...ALL, ...options }, { threads: 0 });
  if (report.advice !== undefined) expect(report.confidence).toBeNull();
  return report.advice;
}

describe('a queue that grows as long as the run lasts', () => {
  it.each<[string, SimulationOptions, RegExp]>([
    [
      'of one slow backend',
      { backends: [0.1, 1, 1], weights: [1, 1, 1], load: 0.5 },
      /^B1 gets more than it /,
    ],
    ['of two', { backends: [0.1, 0.1, 1], weights: [1, 1, 1], load: 0.5 }, /^B1, B2 get more than they /],
    ['of all', { backends: 6, load: 1.5, allowOverload: true }, /^B1, B2, B3, B4, B5, … get more than they /],
    ['of retries', { backends: 1, load: 0.9, timeout: 5, retries: 2, algorithm: 'random' }, /^B1 gets more/],
    ['with replications', { backends: 1, load: 1.5, allowOverload: true, replications: 3 }, /^B1 gets more/],
  ])('%s is said, and no number of requests is advised', async (_, options, said) => {
    const advice = await adviceOf(options);
    expect(advice).toMatch(said);
    expect(advice).toMatch(/ as long as the run lasts: there is no mean to estimate$/);
  });

  it.each<[string, SimulationOptions]>([
    ['ends with a bounded queue', { load: 1.5, queueLimit: 3 }],
    ['is not where clients wait for answers', { clients: 50, think: 1 }],
    ['is not where backends can serve what they get', { backends: 2, load: 0.9 }],
    [
      'is not where one of many gets more by chance',
      { backends: 500, load: 0.8, algorithm: 'random', requests: 50_000 },
    ],
  ])('%s', async (_, options) => {
    expect((await adviceOf({ backends: 1, ...options })) ?? '').not.toContain('there is no mean');
  });

  it('is not told of a scenario, which ends', async () => {
    expect(await adviceOf({ scenario: await loadScenario('retry-storm') })).toMatch(/^one run: no intervals/);
  });

  it('leaves the pairs of a comparison undecided, with the reason', async () => {
    const { report } = await compare(
      {
        algorithms: ['round-robin', 'least-connections'],
        ...{ requests: 5000, service: 'deterministic', backends: [0.1, 1, 1], weights: [1, 1, 1], load: 0.5 },
      },
      { threads: 0 },
    );
    expect(report.pairs).toMatchObject([
      {
        confidence: null,
        significant: false,
        advice: expect.stringMatching(/^B1 gets more than it can serve/),
      },
    ]);
  });
});
