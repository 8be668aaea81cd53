import type { ScenarioReport } from './report.js';
import type { RunResult } from './run-result.js';
import type { Scenario } from './scenarios/scenario.js';
import type { SimulationSettings } from './settings.js';

/** How the balancers' health checks saw a scenario, beside how they were to see it. */
export function scenarioReport(
  scenario: Scenario,
  settings: SimulationSettings,
  { flips }: RunResult,
): ScenarioReport {
  void settings;
  return { name: scenario.name, detections: [], flips };
}
