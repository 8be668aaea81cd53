/**
 * How long a backend that failed its clients is ejected: those of Envoy's outlier detection, `base_ejection_time`,
 * `max_ejection_time` and `interval`. All in milliseconds, or in whatever unit the monitor's clock has.
 */
export interface EjectionTimes {
  /** For the first ejection; the n-th in a row lasts n times as long. */
  readonly baseMs: number;
  /** The longest there is; at least `baseMs`. */
  readonly maxMs: number;
  /** After each such time without an ejection, counted from its return, a backend has one ejection less in a row. */
  readonly forgiveMs: number;
}

/** The last ejection of a backend. */
export interface Ejection {
  /** How many in a row it is, at most as many as make it longer. */
  readonly inARow: number;
  readonly begun: number;
  readonly until: number;
}

export const NEVER_EJECTED: Ejection = { inARow: 0, begun: -Infinity, until: -Infinity };

/**
 * Envoy's defaults are 30 s, 300 s and 10 s. Here they are multiples of the interval between two probes, and the same with
 * its default of 5 s, so that all of a balancer's health checking, the simulator's too, is faster or slower as a whole.
 */
export function ejectionTimes(intervalMs: number): EjectionTimes {
  return { baseMs: 6 * intervalMs, maxMs: 60 * intervalMs, forgiveMs: 2 * intervalMs };
}

/** The next ejection of a backend, which begins now. Pure. @param returned - when it came back from the last one */
export function eject(
  { inARow }: Ejection,
  returned: number,
  now: number,
  { baseMs, maxMs, forgiveMs }: EjectionTimes,
): Ejection {
  const left = Math.max(0, inARow - Math.floor((now - returned) / forgiveMs));
  const next = Math.min(left + 1, Math.ceil(maxMs / baseMs));
  return { inARow: next, begun: now, until: now + Math.min(next * baseMs, maxMs) };
}
