import type { Expectation } from '../report.js';
import type { SimulationSettings } from '../settings.js';

/** What queueing theory says of the system, where there is a closed form. */
export function expectation(settings: SimulationSettings): Expectation | undefined {
  void settings;
  return undefined;
}
