/** `0.4 ms`, `12 ms`, `3.2 s`. */
export function formatMs(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return ms >= 10 || Number.isInteger(ms) ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`;
}

/** `1 connection`, `2 connections`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** So many things are named in a message; the data beside it has them all. */
const NAMED = 10;

/** `B1, B2`, or `none`; of many, the first ten and how many more there are. */
export function names(list: readonly string[]): string {
  if (list.length === 0) return 'none';
  const others = list.length - NAMED;
  return list.slice(0, NAMED).join(', ') + (others > 0 ? ` and ${others} more` : '');
}
