import { formatMs } from '../../units.js';

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
] as const;

/** A measured time without blanks: `3.1ms`, `18ms`, `2.5s`. */
export function briefMs(ms: number): string {
  return formatMs(ms).replaceAll(' ', '');
}

/** How long ago that was, as {@link briefSpan}. @param since - RFC 3339 @param now - in ms since 1970 */
export function briefAge(since: string, now: number): string {
  return briefSpan(now - Date.parse(since));
}

/** A time in its largest unit: `14s`, `3m`, `5d`. */
export function briefSpan(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [unit, length] = UNITS.find(([, each]) => seconds >= each) ?? ['s', 1];
  return `${Math.floor(seconds / length)}${unit}`;
}

/** `912`, `41.2`, `1.5k`, `12.0M`. */
export function briefCount(n: number): string {
  if (n >= 1e6) return `${(n / 1e6).toFixed(1)}M`;
  if (n >= 1e5) return `${(n / 1e3).toFixed(1)}k`;
  return Number.isInteger(n) ? String(n) : n.toFixed(1);
}

/** The time of the day, local: `09:12:03`. @param at - RFC 3339 */
export function clockTime(at: string): string {
  return new Date(at).toTimeString().slice(0, 8);
}
