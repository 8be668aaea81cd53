import type { FailureReason } from '../failure.js';
import type { ProbeRecord, Watch } from './watch.js';

/** What a monitor knows of one backend. Times are in milliseconds. */
export interface Observation {
  /** Undefined until the first result. */
  readonly up: boolean | undefined;
  /** Since when, on the clock of the monitor. */
  readonly changedAt: number;
  /** Why it is down. */
  readonly reason: FailureReason | undefined;
  readonly lastProbe: ProbeRecord | undefined;
  /** Results in a row that speak against `up`. */
  readonly contrary: number;
  /** Undefined while a probe is under way. */
  readonly nextProbeInMs: number | undefined;
}

/** @param now - on the clock of the monitor, in milliseconds */
export function observationOf(watch: Watch, now: number): Observation {
  const { state, changedAt, reason, lastProbe, nextProbeAt, cancelProbe } = watch;
  const nextProbeInMs = cancelProbe === undefined ? Math.max(0, nextProbeAt - now) : undefined;
  const { up, contrary } = state;
  return { up, contrary, changedAt, reason, lastProbe, nextProbeInMs };
}
