const ORIGIN = performance.timeOrigin;

/** A time of `performance.now()`, in milliseconds, as RFC 3339. The same time is always the same text. */
export function wallTime(at: number): string {
  return new Date(ORIGIN + at).toISOString();
}
