/** `0 of 1 backends`. */
export function partOf(part: number, n: number, noun: string): string {
  return `${part} of ${n} ${noun}s`;
}

/** `1 connection`, `2 connections`. */
export function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
