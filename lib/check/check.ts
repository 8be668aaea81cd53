import type { RawFinding } from './finding.js';
import type { Lab } from './lab.js';

/** One thing to find out about a balancer. */
export interface Check {
  readonly name: string;
  /** In one sentence. */
  readonly looksFor: string;
  /** Whether there is something to keep to; else it is only measured. */
  readonly judged: boolean;
  /** Its connections are closed by the caller. @throws NoWayThrough when the balancer lets none through */
  run(lab: Lab): Promise<RawFinding>;
}
