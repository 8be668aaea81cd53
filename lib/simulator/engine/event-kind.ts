/** What happens at an event; the rest of its code says to which job, backend or timer. */
export const ARRIVAL = 0;
export const COMPLETION = 1;
export const TIMEOUT = 2;
export const TIMER = 3;

const KIND_BITS = 2;
const KIND_MASK = (1 << KIND_BITS) - 1;

/** @param subject - a job, a backend or a timer, by its number: 0 to 2²⁹ − 1 */
export function eventCode(kind: number, subject: number): number {
  return (subject << KIND_BITS) | kind;
}

export function kindOf(code: number): number {
  return code & KIND_MASK;
}

export function subjectOf(code: number): number {
  return code >>> KIND_BITS;
}
