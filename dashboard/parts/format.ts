const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const SCORE = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const SHARE = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });
const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** `–` for what was not measured. */
export function number(value: number | null | undefined): string {
  return value == null || Number.isNaN(value) ? '–' : NUMBER.format(value);
}

/** What an algorithm compares: `0.333`, `43,641`. */
export function score(value: number | undefined): string {
  return value === undefined ? '–' : (Math.abs(value) < 1000 ? SCORE : NUMBER).format(value);
}

/** `3.1 ms`, `1.2 s`. */
export function milliseconds(value: number | null | undefined): string {
  if (value == null) return '–';
  return value < 1000 ? `${NUMBER.format(value)} ms` : `${NUMBER.format(value / 1000)} s`;
}

export function share(value: number): string {
  return SHARE.format(value);
}

/** `09:12:03`, local. */
export function clock(time: string | number): string {
  return CLOCK.format(new Date(time));
}

/** `14 s`, `3 min`, `2 h`. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
