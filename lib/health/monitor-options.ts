import type { Backend } from '../routing/backend.js';
import type { RandomSource } from '../schedulers/scheduler.js';
import type { EjectionTimes } from './ejection.js';
import type { HysteresisThresholds } from './hysteresis.js';
import type { ProbeResult } from './probe.js';
import type { StartTimer } from './start-timer.js';

export interface HealthMonitorOptions extends HysteresisThresholds {
  /** Between the starts of two probes of one backend, in milliseconds; jitter only shortens it. */
  readonly intervalMs: number;
  /** After which a probe has failed, in milliseconds. */
  readonly timeoutMs: number;
  /**
   * Timeout of a probe that is to confirm that a backend which did not answer is down, in milliseconds: one failure has
   * taken the full time already. Three times as long as the last good probe took, where that is more.
   *
   * @default timeoutMs
   */
  readonly confirmTimeoutMs?: number;
  /** How long a backend is ejected whose clients' connections ended unanswered. @default until its next good probe */
  readonly ejection?: EjectionTimes | undefined;
  /** Whether a good probe shows that the backend serves its clients, and so ends an ejection. @default false */
  readonly asks?: boolean;
  readonly probe: BackendProbe;
  readonly random: RandomSource;
  /** A monotonic clock in milliseconds. */
  readonly now: () => number;
  /** By the same clock. @default Node's timers, which keep no process alive */
  readonly startTimer?: StartTimer;
}

/**
 * Asks one backend whether it is well.
 *
 * @param done - called once, after the probe has returned and at the latest when `timeoutMs` are over; not called once
 *   the probe was cancelled
 * @returns cancels the probe and frees its sockets
 */
export type BackendProbe = (
  backend: Backend,
  timeoutMs: number,
  done: (result: ProbeResult) => void,
) => () => void;
