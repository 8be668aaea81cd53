import { outOfRange } from '../errors.js';
import { wrongType } from '../option-shape.js';

export { MAX_TIMER_MS } from '../schema/time.js';

/** Linux takes no longer silence before TCP keep-alive probes: 32767 s, in milliseconds. */
export const MAX_KEEPALIVE_MS = 32_767_000;

/**
 * Refuses what is not a time that something may take.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function checkWaitTime(name: string, ms: unknown): void {
  if (typeof ms !== 'number') throw wrongType(name, ms, 'milliseconds');
  if (!(ms >= 0)) throw outOfRange(name, ms, 'milliseconds from 0 up');
}
