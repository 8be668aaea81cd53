import { QUEUEING_CASES } from './queueing-cases.js';

/** What `--only` takes. */
export const CASE_NAMES: readonly string[] = QUEUEING_CASES.map(({ name }) => name);

/** The names that a word stands for: a case's own, and those that begin with it (`power-of-two`); else none. */
export function namesFor(word: string): readonly string[] {
  return CASE_NAMES.filter((name) => name === word || name.startsWith(`${word}-`));
}
