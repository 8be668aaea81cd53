import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { loadAlgorithm } from '../../lib/load-algorithm.js';
import { planSimulation } from '../../lib/simulator/plan/plan.js';
import { compare, simulate } from '../../lib/simulator/simulate.js';
import { Simulation } from '../../lib/simulator/simulation.js';
import { refusal } from '../helpers/refusal.js';
import { own } from '../schedulers/own.js';
import { scenarioWith, inject } from './test-scenarios.js';

const PACK = fileURLToPath(new URL('../../examples/algorithms/pack.js', import.meta.url)) as `/${string}`;
const QUICK = { backends: 3, requests: 500, load: 0.5 };
const HERE = { threads: 0 };

const boom = (): never => {
  throw new Error('boom');
};

describe("a simulation of an algorithm of one's own", () => {
  it('loads it from a file', async () => {
    const { report } = await simulate({ ...QUICK, algorithm: PACK }, HERE);
    expect(report).toMatchObject({ algorithm: 'pack', completed: 500 });
    // All that is not full goes to the first.
    expect(report.perBackend[0]?.completed).toBeGreaterThan(200);
    const again = await simulate({ ...QUICK, algorithm: await loadAlgorithm(PACK) }, HERE);
    expect(again.report.traceHash).toBe(report.traceHash);
  });

  it('makes a scheduler for each replication and each balancer', async () => {
    let made = 0;
    const algorithm = function mine() {
      made++;
      return own();
    };
    const { settings, seeds } = planSimulation({ ...QUICK, algorithm, balancers: 2, replications: 3 });
    expect([settings.algorithm, seeds.length]).toEqual(['mine', 3]);
    made = 0;
    await simulate({ ...QUICK, algorithm, balancers: 2, replications: 3 }, HERE);
    expect(made).toBe(2 + 3 * 2); // two of them to see that it can
  });

  it('is in this thread where there is no file, whatever number of threads is asked for', async () => {
    const { report } = await compare(
      { ...QUICK, algorithms: ['rr', () => own({ name: 'last' })] },
      { threads: 2 },
    );
    expect(report.runs.map(({ algorithm }) => algorithm)).toEqual(['round-robin', 'last']);
    expect(report.runs[1]?.perBackend.map(({ completed }) => completed > 0)).toEqual([false, false, true]);
  });

  it('has no figures of theory for it, whatever it is called', async () => {
    const builtIn = await simulate({ ...QUICK, algorithm: 'round-robin' }, HERE);
    expect(builtIn.report.expected).toBeDefined();
    const { report } = await simulate({ ...QUICK, algorithm: () => own({ name: 'round-robin' }) }, HERE);
    expect(report.expected).toBeUndefined();
  });

  it('goes on where it cannot explain itself, and the picks that are played say so', () => {
    const { settings, seeds } = planSimulation({ ...QUICK, algorithm: () => own({ explain: boom }) });
    const { playback } = new Simulation(settings, seeds[0] ?? 0, 100).run();
    const texts = JSON.stringify(playback?.picks);
    expect(texts).toContain('; its explain threw Error: boom');
  });

  it('is refused for a single scheduler', async () => {
    const error = await refusal(() => simulate({ ...QUICK, algorithm: own({ name: 'mine' }) }, HERE));
    expect(error).toMatchObject({ code: 'ERR_ALGORITHM', kind: 'usage' });
    expect(error.message).toBe(
      'algorithm mine is one scheduler, and a simulation makes several: use a class, or a function that returns a new one',
    );
  });

  const scenario = scenarioWith([inject(50, 'B1', 'crash')], { duration: 200 });
  it.each([
    ['pick', { ...QUICK }],
    ['add', { ...QUICK }],
    ['remove', { ...QUICK, scenario }],
    ['loadChanged', { ...QUICK, scenario }],
  ] as const)('ends when %s throws', async (method, options) => {
    const algorithm = () => own({ [method]: boom, name: 'mine' });
    const error = await refusal(() => simulate({ ...options, algorithm }, HERE));
    expect(error).toMatchObject({ code: 'ERR_ALGORITHM', kind: 'runtime' });
    expect(error.message).toBe(`algorithm mine failed: ${method} threw Error: boom: fix it`);
  });
});
