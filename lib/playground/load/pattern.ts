/** How the rate of a load goes with time. */
export const PATTERNS = ['steady', 'burst', 'spike', 'ramp'] as const;
export type Pattern = (typeof PATTERNS)[number];

/** No load goes beyond this rate, in connections a second. */
export const MAX_RATE = 500;

/** A second of a burst in five, at three times the rate; half the rate in between keeps the mean. */
const BURST = { everyS: 5, lastsS: 1, factor: 3, between: 0.5 };
/** Two seconds of a spike in twenty, at five times the rate. */
const SPIKE = { everyS: 20, lastsS: 2, factor: 5 };
/** A ramp goes from nothing to the rate, and begins again. */
const RAMP_S = 30;

/**
 * The rate of a pattern, at most {@link MAX_RATE}.
 *
 * @param rate - that of `steady`, in connections a second
 * @param seconds - since the pattern began
 */
export function rateAt(pattern: Pattern, rate: number, seconds: number): number {
  return Math.min(MAX_RATE, rate * factorAt(pattern, seconds));
}

function factorAt(pattern: Pattern, seconds: number): number {
  switch (pattern) {
    case 'steady':
      return 1;
    case 'burst':
      return seconds % BURST.everyS >= BURST.everyS - BURST.lastsS ? BURST.factor : BURST.between;
    case 'spike':
      return seconds % SPIKE.everyS >= SPIKE.everyS - SPIKE.lastsS ? SPIKE.factor : 1;
    case 'ramp':
      return (seconds % RAMP_S) / RAMP_S;
  }
}
