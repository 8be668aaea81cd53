import { printable } from '../printable.js';

const MAX_LENGTH = 60;

/** What the router calls its own rule. */
export const STICKY = 'sticky';

/** Whether it may name an algorithm or the rule of a pick: text that is not blank, fit for a line, and no rule of the router's. */
export function isRuleName(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.trim() !== '' &&
    value.length <= MAX_LENGTH &&
    value !== STICKY &&
    printable(value) === value
  );
}
