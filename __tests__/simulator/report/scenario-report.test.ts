import { describe, expect, it } from '@jest/globals';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import { runPlans } from '../../../lib/simulator/runner.js';
import { parseScenario } from '../../../lib/simulator/scenarios/parse-scenario.js';
import type { ScenarioReport } from '../../../lib/simulator/report/report.js';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';

async function reportOf(timeline: string, options: SimulationOptions = {}): Promise<ScenarioReport> {
  const scenario = parseScenario('story', `duration: 600\ntimeline:\n${timeline}`);
  const plan = planSimulation({ algorithm: 'random', scenario, ...options });
  const [outcome] = await runPlans([plan], { threads: 0 });
  if (outcome?.report.scenario === undefined) throw new Error('there is no report of the scenario');
  return outcome.report.scenario;
}

describe('what health checks saw of a scenario', () => {
  it('is told for each event that they are to notice, beside the prediction', async () => {
    const { name, detections } = await reportOf(
      '  - { at: 100, backend: B1, crash: true }\n  - { at: 300, backend: B1, heal: true }\n',
      { replications: 40 },
    );
    expect(name).toBe('story');
    expect(
      detections.map(({ at, backend, fault, marked, found, runs }) => [
        at,
        backend,
        fault,
        marked,
        found,
        runs,
      ]),
    ).toEqual([
      [100, 'B1', 'crash', 'down', 40, 40],
      [300, 'B1', 'heal', 'up', 40, 40],
    ]);
    // Random picks: clients come to a backend as a Poisson process, as the prediction has it. 40 runs are within a third.
    for (const { after = 0, predicted } of detections) {
      expect(after / (predicted.mean ?? NaN)).toBeGreaterThan(0.66);
      expect(after / (predicted.mean ?? NaN)).toBeLessThan(1.5);
    }
  });

  it('predicts a mean for algorithms that do not look at loads only', async () => {
    const crash = '  - { at: 100, backend: B1, crash: true }\n';
    const meanOf = async (options: SimulationOptions): Promise<number | undefined> =>
      (await reportOf(crash, options)).detections[0]?.predicted.mean;

    expect(await meanOf({ algorithm: 'round-robin' })).toBeCloseTo(0.6875, 1);
    expect(await meanOf({ algorithm: 'random' })).toBeCloseTo(1.22, 1);
    for (const algorithm of ['least-connections', 'power-of-two', 'auto'] as const)
      expect(await meanOf({ algorithm })).toBeUndefined();
    expect(await meanOf({ algorithm: 'random', clients: 5, requests: 100 })).toBeUndefined();
  });

  it('leaves out what they cannot notice', async () => {
    const { detections, flips } = await reportOf(
      '  - { at: 100, backend: B1, slow: 3 }\n  - { at: 300, backend: B1, heal: true }\n',
    );
    expect(detections).toEqual([]);
    expect(flips).toEqual([]);
  });

  it('tells what was over before it was noticed', async () => {
    const { detections } = await reportOf(
      '  - { at: 90, backend: B1, black-hole: true }\n  - { at: 91, backend: B1, heal: true }\n',
    );
    expect(detections.map(({ fault, found, after }) => [fault, found, after])).toEqual([
      ['black-hole', 0, undefined],
      ['heal', 0, undefined],
    ]);
  });

  it('has the flips in the order of time, from the beginning of the story', async () => {
    const { flips } = await reportOf(
      '  - { at: 100, backend: B1, crash: true }\n  - { at: 300, backend: B1, heal: true }\n',
      { balancers: 2 },
    );
    expect(flips.map(({ backend, up }) => [backend, up])).toEqual([
      ['B1', false],
      ['B1', false],
      ['B1', true],
      ['B1', true],
    ]);
    expect(
      flips
        .slice(0, 2)
        .map(({ balancer }) => balancer)
        .sort(),
    ).toEqual([0, 1]);
    const times = flips.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThan(100);
    expect(times[3]).toBeLessThan(351);
  });
});
