/** What becomes of a recording before the balancer stops. */
export interface RecordingEvents {
  /** It has as many lines as `--record-max` allows, and gets no more. */
  recording_full: [{ file: string; lines: number }];
  /** It cannot be written; what was written before remains a valid recording. */
  recording_lost: [{ file: string; reason: string }];
}
