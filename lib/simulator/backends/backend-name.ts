import { NONE } from './job-table.js';

/** What the backend of that number is called, from 0: B1, B2, … */
export function backendName(index: number): string {
  return `B${index + 1}`;
}

/** The index of the backend of that name; -1 when there is none. */
export function backendIndex(name: string, backends: number): number {
  const index = Number(name.slice(1)) - 1;
  const isOne = Number.isInteger(index) && index >= 0 && index < backends;
  return isOne && name === backendName(index) ? index : NONE;
}
