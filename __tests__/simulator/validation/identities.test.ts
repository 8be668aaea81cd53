import { describe, expect, it } from '@jest/globals';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import type { RunResult } from '../../../lib/simulator/report/run-result.js';
import { Simulation } from '../../../lib/simulator/simulation.js';
import { identities, type Simulated } from '../../../lib/simulator/validation/identities.js';

const OPTIONS = { algorithm: 'random', backends: 2, requests: 100_000, load: 0.5 } as const;

const { settings } = planSimulation(OPTIONS);
const RUNS = [1, 2, 3, 4].map((seed) => new Simulation(settings, seed).run());

function simulated(change: (run: RunResult) => Partial<RunResult> = () => ({})): Simulated {
  return { settings, runs: RUNS.map((run) => ({ ...run, ...change(run) })) };
}

function verdicts(...systems: readonly Simulated[]): Record<string, string> {
  return Object.fromEntries(identities(systems).map(({ name, verdict }) => [name, verdict]));
}

describe('the identities', () => {
  it('hold for what the simulator does', () => {
    expect(verdicts(simulated())).toEqual({ little: 'holds', utilisation: 'holds', conservation: 'holds' });
  });

  it('are not kept by a run that has lost a billionth of the time that requests were there', () => {
    const off = simulated(({ little }) => ({ little: { ...little, area: little.area * (1 + 2e-9) } }));

    expect(verdicts(simulated(), off)).toMatchObject({ little: 'misses' });
  });

  it('are not kept by backends that are more busy than the load is', () => {
    const off = simulated(({ perBackend }) => ({
      perBackend: perBackend.map((each) => ({ ...each, utilisation: each.utilisation * 1.02 })),
    }));

    expect(verdicts(off, simulated())).toMatchObject({ utilisation: 'misses' });
  });

  it('are not kept by a run that has lost one request', () => {
    const off = simulated(({ completed }) => ({ completed: completed - 1 }));

    expect(verdicts(simulated(), off)).toMatchObject({ conservation: 'misses' });
  });

  it('leave utilisation out where the load does not say what it is', () => {
    const closed = planSimulation({ ...OPTIONS, clients: 3, requests: 1000 }).settings;

    expect(verdicts({ settings: closed, runs: [new Simulation(closed, 1).run()] })).toEqual({
      little: 'holds',
      conservation: 'holds',
    });
  });

  it('are none of nothing', () => {
    expect(identities([])).toEqual([]);
  });
});
