import type { BrainSettings } from '../routing/brain.js';
import type { Entry } from '../routing/journal.js';

/** Of the format: another as soon as a reader of before would read it wrongly. */
export const RECORDING_VERSION = 2;
/** Those that are read. */
export const READ_VERSIONS: readonly number[] = [1, RECORDING_VERSION];

/**
 * The first line of a recording: what the brain was built from. Each line after it is an {@link Entry}. A line is JSON; an
 * entry is an array, so that a line that was cut short is never mistaken for a whole one.
 */
export interface RecordingHeader extends BrainSettings {
  /** One of {@link READ_VERSIONS}, and the sign that it is one. */
  readonly recording: number;
  /** The version of lbsim that wrote it. */
  readonly lbsim: string;
  /** What the keys of clients are: `ip`, `ip-port`, or `none` of them. */
  readonly stickyKey: string;
  /** Of the scheduler's draws, by `seededRandom`. */
  readonly seed: number;
  /** Of an algorithm of one's own, the module's path, null without one; absent for one of the scheduler table. */
  readonly algorithmFile?: string | null;
}

/** A line of a recording, without its end. */
export function recordingLine(content: RecordingHeader | Entry): string {
  return JSON.stringify(content);
}
