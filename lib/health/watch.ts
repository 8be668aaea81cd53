import { isOwnFailure } from '../failure.js';
import type { Backend } from '../routing/backend.js';
import { NEVER_EJECTED, type Ejection } from './ejection.js';
import { UNKNOWN, type HysteresisState } from './hysteresis.js';
import type { ProbeResult } from './probe.js';

/** What a monitor knows of one backend. */
export interface Watch {
  readonly backend: Backend;
  /** Tells {@link HealthMonitor.start} that this backend no longer holds up the first round. */
  readonly firstRoundOver: () => void;
  state: HysteresisState;
  downSince: number;
  probeStarted: number;
  /** How long the last good probe took. */
  goodMs: number;
  /** Its last probe was not answered at all. */
  silent: boolean;
  /** Whether its last probe succeeded. */
  probeOk: boolean;
  /** Connections in a row that ended unanswered. */
  unanswered: number;
  /** Its last ejection, by the monitor's clock. */
  ejection: Ejection;
  /** When it last came back up. */
  returned: number;
  /** When a client's attempt last counted that had timed out. */
  timeoutCounted: number;
  cancelTimer: (() => void) | undefined;
  cancelProbe: (() => void) | undefined;
}

/** @param firstRoundOver - told when the first probe has had its answer, or the watch ends */
export function beginWatch(backend: Backend, now: number, firstRoundOver: () => void): Watch {
  return {
    backend,
    firstRoundOver,
    state: UNKNOWN,
    downSince: now,
    probeStarted: 0,
    goodMs: 0,
    silent: false,
    probeOk: false,
    unanswered: 0,
    ejection: NEVER_EJECTED,
    returned: -Infinity,
    timeoutCounted: -Infinity,
    cancelTimer: undefined,
    cancelProbe: undefined,
  };
}

export function endWatch({ cancelTimer, cancelProbe, firstRoundOver }: Watch): void {
  cancelTimer?.();
  cancelProbe?.();
  firstRoundOver();
}

export function isEjected({ ejection }: Watch, now: number): boolean {
  return now < ejection.until;
}

/** Whether a probe failed because this machine lacks a resource; the backend's state stays. */
export function saysNothing({ state }: Watch, result: ProbeResult): boolean {
  return !result.ok && isOwnFailure(result.reason) && state.up !== undefined;
}
