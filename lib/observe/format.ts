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
