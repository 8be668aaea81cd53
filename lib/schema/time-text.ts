const UNIT_MS = { h: 3_600_000, m: 60_000, s: 1000 } as const;

/** Milliseconds in the largest unit of which they are a whole number: `1h`, `90s`, `250ms`; `0`. */
export function timeText(ms: number): string {
  if (ms === 0) return '0';
  const unit = (['h', 'm', 's'] as const).find((each) => ms % UNIT_MS[each] === 0);
  return unit === undefined ? `${ms}ms` : `${ms / UNIT_MS[unit]}${unit}`;
}
