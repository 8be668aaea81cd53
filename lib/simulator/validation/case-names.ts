import { PLACEMENT_CASES } from './placement-cases.js';
import { QUEUEING_CASES } from './queueing-cases.js';

/** All cases, in the order in which they are told. */
export const CASES = [...QUEUEING_CASES, ...PLACEMENT_CASES].map(({ name, about }) => ({ name, about }));

/** What `--only` takes. */
export const CASE_NAMES: readonly string[] = CASES.map(({ name }) => name);

/** The names that a word stands for: a case's own, and those that begin with it (`power-of-two`); else none. */
export function namesFor(word: string): readonly string[] {
  return CASE_NAMES.filter((name) => name === word || name.startsWith(`${word}-`));
}
