import { undecided } from './hysteresis.js';
import type { HealthMonitorOptions } from './monitor-options.js';
import type { Watch } from './watch.js';

/** Timeouts of a confirming probe, in durations of the last good one. */
const CONFIRM_MARGIN = 3;
/** They are rounded up to these steps: equal timeouts share a timer. */
const CONFIRM_STEP_MS = 100;

/** Timeout of the next probe of a backend, in milliseconds: one that did not answer is soon confirmed to be down. */
export function timeoutOf(
  { state, silent, goodMs }: Watch,
  { timeoutMs, confirmTimeoutMs = timeoutMs }: HealthMonitorOptions,
): number {
  if (state.up !== true || !silent || !undecided(state)) return timeoutMs;
  const ownMs = Math.ceil((goodMs * CONFIRM_MARGIN) / CONFIRM_STEP_MS) * CONFIRM_STEP_MS;
  return Math.min(timeoutMs, Math.max(confirmTimeoutMs, ownMs));
}
