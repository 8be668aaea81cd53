import type { SimulationSettings } from '../plan/settings.js';

/** What the page says beside the outcomes. */
export interface PageContext {
  /** The command that repeats all of it: `lbsim compare --algorithms …`. */
  readonly command: string;
  /** Of lbsim. */
  readonly version: string;
  /** Of any of the outcomes: all is told of it but the policy and the load, which outcomes may differ in. */
  readonly settings: SimulationSettings;
  /** Of simulations that were interrupted: what ended them, and how far they came. @default they were not */
  readonly interruption?: string;
}

/** A quantity with the unit that its times are in: `time (in mean service times)`, `time (ms)`. */
export function inTime(what: string, { serviceMean, timeUnit }: SimulationSettings): string {
  if (timeUnit !== undefined) return `${what} (${timeUnit})`;
  return serviceMean === 1
    ? `${what} (in mean service times)`
    : `${what} (mean service time: ${serviceMean})`;
}
