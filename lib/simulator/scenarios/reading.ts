import type { LbsimError } from '../../errors.js';

/** Characters of a value that an error shows. */
const SHOWN = 60;

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

const FACTORS = { min: 0.001, max: 1e6 };

/** What a factor has to be, for an error. */
export const FACTOR_RANGE = `a factor from ${FACTORS.min} to ${FACTORS.max}`;

/** How many times slower, or how many times the arrivals: what makes a difference, and lets a run end. */
export function isFactor(value: unknown): value is number {
  return typeof value === 'number' && value >= FACTORS.min && value <= FACTORS.max;
}

/** That a value is missing, or is not what it has to be: `at is missing`, `at -1 is not a time`. */
export function notA(what: string, name: string, value: unknown): string {
  return value === undefined ? `${name} is missing` : `${name} ${shownValue(value)} is not ${what}`;
}

/** A value from a file, for an error. */
export function shownValue(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
