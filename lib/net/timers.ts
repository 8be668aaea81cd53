import { outOfRange } from '../errors.js';
import { wrongType } from '../option-shape.js';

export { MAX_TIMER_MS } from '../schema/time.js';

/**
 * Refuses what is not a time that something may take.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function checkPatience(name: string, ms: unknown): void {
  if (typeof ms !== 'number') throw wrongType(name, ms, 'milliseconds');
  if (!(ms >= 0)) throw outOfRange(name, ms, 'milliseconds from 0 up');
}
