/** What becomes of a recording before the balancer stops. */
export interface RecordingEvents {
  /** It has so many lines, as many as it may have, and gets no more. */
  recording_full: [{ file: string; lines: number }];
  /** It can be written no more; what had been is a recording still. */
  recording_lost: [{ file: string; reason: string }];
}
