import { integer, positiveNumber } from '../../schema/number.js';
import { group, option } from '../../schema/option.js';
import { leftToPlan } from '../plan/option-table.js';

/** At that, validation takes hours. */
const MAX_EFFORT = 100;

/** What is validated, and how thoroughly. */
export interface ValidationOptions {
  /** Of the first replication; the others have the next ones. @default 1 */
  readonly seed?: number;
  /** Multiplies the number of requests after the warm-up, above 0: more gives narrower intervals. @default 1 */
  readonly effort?: number;
  /** Names of cases. @default all */
  readonly only?: readonly string[];
}

/** Those of them that have a value each, declared once; a plan sees which seeds there are. */
export const VALIDATION_TABLE = group('Validation:', {
  seed: option(leftToPlan(integer(0)), 1, 'Random seed; the same seed gives the same figures'),
  effort: option(
    positiveNumber(MAX_EFFORT),
    1,
    'Multiply the number of requests: 4 halves the confidence intervals, with 0.1 most figures are unsure',
  ),
});
