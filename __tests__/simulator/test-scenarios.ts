import type { SimulationOptions } from '../../lib/simulator/plan/options.js';
import { planSimulation } from '../../lib/simulator/plan/plan.js';
import type { RunResult } from '../../lib/simulator/report/run-result.js';
import type { BackendFault, Scenario, ScenarioEvent } from '../../lib/simulator/scenarios/scenario.js';
import { Simulation } from '../../lib/simulator/simulation.js';

/** A scenario in which this happens, with balancers and clients that are patient unless it says otherwise. */
export function scenarioWith(events: readonly ScenarioEvent[], patience: Partial<Scenario> = {}): Scenario {
  return {
    name: 'story',
    about: 'of a test',
    duration: 1000,
    interval: 5,
    timeout: 1,
    rise: 1,
    fall: 1,
    connectTimeout: 2,
    waitTimeout: 1e6,
    requestTimeout: 1e6,
    slowStart: 0,
    ...patience,
    events,
  };
}

/** That fault befalls the backend then. */
export function inject(
  at: number,
  backend: string,
  kind: Exclude<BackendFault['kind'], 'slow' | 'cold-start'>,
): ScenarioEvent {
  return { at, backend, fault: { kind } };
}

/** One run of one seed. */
export function runOf(options: SimulationOptions, seed = 1): RunResult {
  return new Simulation(planSimulation(options).settings, seed).run();
}

/** A request comes each unit of time from 1 on, and takes one unit on a backend of speed 1. */
const CLOCKWORK = { arrivals: 'deterministic', service: 'deterministic', algorithm: 'round-robin' } as const;

/** Probes so seldom that only clients find out. */
export const UNWATCHED = { interval: 1e5 } as const;

/** So many backends of these speeds and equal weights, and this happens to them. */
export function clockwork(
  backends: readonly number[],
  events: readonly ScenarioEvent[],
  patience: Partial<Scenario> = {},
  options: SimulationOptions = {},
): SimulationOptions {
  const load = 1 / backends.reduce((sum, speed) => sum + speed, 0);
  const scenario = scenarioWith(events, { duration: 30, ...patience });
  return {
    ...CLOCKWORK,
    backends,
    weights: backends.map(() => 1),
    load,
    allowOverload: true,
    scenario,
    ...options,
  };
}
