import { failureText } from '../failure.js';
import type { ProbeRecord } from '../health/watch.js';
import { wallTime } from './wall-time.js';
import { toThousandths } from '../units.js';

/** How a probe went. Plain JSON. */
export interface ProbeOutcome {
  /** When it ended, in RFC 3339. */
  readonly at: string;
  readonly ok: boolean;
  /** Why not, in words; null when it went well. */
  readonly reason: string | null;
  /** How long it took, in milliseconds. */
  readonly ms: number;
}

/** @param probe - on the clock of `performance.now()` */
export function probeOutcome({ at, result, ms }: ProbeRecord): ProbeOutcome {
  const reason = result.ok ? null : failureText(result.reason);
  return { at: wallTime(at), ok: result.ok, reason, ms: toThousandths(ms) };
}
