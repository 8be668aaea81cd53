import { isOwnFailure, type FailureReason } from '../failure.js';
import type { Backend } from '../routing/backend.js';
import { NEVER_EJECTED, type Ejection } from './ejection.js';
import { UNKNOWN, type HysteresisState } from './hysteresis.js';
import type { ProbeResult } from './probe.js';

/** How a probe went, on the clock of the monitor. */
export interface ProbeRecord {
  /** When it ended, in milliseconds. */
  readonly at: number;
  readonly result: ProbeResult;
  /** How long it took, in milliseconds. */
  readonly ms: number;
}

/** What a monitor knows of one backend. */
export interface Watch {
  readonly backend: Backend;
  /** Tells {@link HealthMonitor.start} that this backend no longer holds up the first round. */
  readonly firstRoundOver: () => void;
  state: HysteresisState;
  downSince: number;
  /** Since when it is up or down, or that was not known. */
  changedAt: number;
  /** Why it is down. */
  reason: FailureReason | undefined;
  lastProbe: ProbeRecord | undefined;
  nextProbeAt: number;
  /** Told of the end of the probe that is under way. */
  readonly awaiting: ((probe: ProbeRecord) => void)[];
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
    changedAt: now,
    reason: undefined,
    lastProbe: undefined,
    nextProbeAt: now,
    awaiting: [],
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

/** @param now - on the clock of the monitor, in milliseconds */
export function endWatch(watch: Watch, now: number): void {
  watch.cancelTimer?.();
  watch.cancelProbe?.();
  watch.firstRoundOver();
  probeEnded(watch, { at: now, result: CANCELLED, ms: now - watch.probeStarted });
}

/** Tells of the end of a probe to those who wait for it. */
export function probeEnded({ awaiting }: Watch, probe: ProbeRecord): void {
  for (const tell of awaiting.splice(0)) tell(probe);
}

const CANCELLED: ProbeResult = { ok: false, reason: 'cancelled: the backend is not probed any more' };

export function isEjected({ ejection }: Watch, now: number): boolean {
  return now < ejection.until;
}

/** Whether a probe failed because this machine lacks a resource; the backend's state stays. */
export function saysNothing({ state }: Watch, result: ProbeResult): boolean {
  return !result.ok && isOwnFailure(result.reason) && state.up !== undefined;
}
