/** Events that tell of a reload, and its result. */
const RESULTS: Partial<Record<string, ReloadResult>> = {
  config_reloaded: 'applied',
  config_unchanged: 'unchanged',
  config_rejected: 'rejected',
};
type ReloadResult = 'applied' | 'unchanged' | 'rejected';

/** How reloads of the configuration went. */
export class ReloadCounts {
  readonly counts: Record<ReloadResult, number> = { applied: 0, unchanged: 0, rejected: 0 };
  /** Whether the last one was not rejected. */
  wasSuccessful = true;
  /** Of the last one that was not rejected, in milliseconds of Unix time. */
  succeededAt: number;

  /** @param startedAt - in milliseconds of Unix time */
  constructor(startedAt: number) {
    this.succeededAt = startedAt;
  }

  /** An event was logged. @param now - in milliseconds of Unix time */
  logged(event: string, now: number): void {
    const result = RESULTS[event];
    if (result === undefined) return;
    this.counts[result]++;
    this.wasSuccessful = result !== 'rejected';
    if (this.wasSuccessful) this.succeededAt = now;
  }
}
