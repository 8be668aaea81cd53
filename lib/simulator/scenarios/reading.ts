import type { LbsimError } from '../../errors.js';

/** Says what is wrong with a scenario, and where. */
export type Refuse = (message: string) => LbsimError;

/** A value from a file that has keys. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A finite number above a bound. */
export function isAbove(value: unknown, bound: number): value is number {
  return typeof value === 'number' && value > bound && value < Infinity;
}

/** A value from a file, for an error. */
export function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}
