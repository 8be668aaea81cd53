import type { SimulationSettings } from '../plan/settings.js';

/** What the page says beside the outcomes. */
export interface PageContext {
  /** The command that repeats all of it: `lbsim compare --algorithms …`. */
  readonly command: string;
  /** Of lbsim. */
  readonly version: string;
  /** Of any of the outcomes: all is told of it but the policy and the load, which outcomes may differ in. */
  readonly settings: SimulationSettings;
}

/** What a duration is told in: `sojourn, in service means`, `sojourn, in ms`. */
export function inTime(what: string, { serviceMean, timeUnit }: SimulationSettings): string {
  if (timeUnit !== undefined) return `${what}, in ${timeUnit}`;
  return serviceMean === 1 ? `${what}, in service means` : `${what} (the mean service is ${serviceMean})`;
}
