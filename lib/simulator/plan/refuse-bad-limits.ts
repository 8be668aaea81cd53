import { optionError, type LbsimError } from '../../errors.js';
import { OBSERVED } from '../../health/observed.js';
import type { SimulationLimits } from '../scenarios/limits.js';
import { isInteger, refuseUnless } from './refusals.js';
import { MAX_VIRTUAL_TIME } from './virtual-time.js';

/**
 * Refuses limits that make no sense.
 *
 * @param backends - how many there are
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function refuseBadLimits(
  limits: Required<Omit<SimulationLimits, 'queueTimeout' | 'shareLag' | 'balancers'>> & {
    readonly queueTimeout: number | undefined;
  },
  backends: number,
): void {
  for (const [name, least] of [
    ['maxPerBackend', 1],
    ['maxConnections', 1],
    ['queueMax', 0],
  ] as const) {
    const limit = limits[name];
    refuseUnless(limit === Infinity || isInteger(limit, least), name, limit, `an integer from ${least} up`);
  }
  const { queueTimeout = Infinity, backup, rateLimit, observe, queueMax } = limits;
  refuseUnless(queueTimeout >= 0, 'queueTimeout', queueTimeout, 'a time from 0 up');
  if (Math.min(limits.maxConnections, limits.maxPerBackend) === Infinity) {
    if (queueMax < Infinity) throw withoutQueue('queueMax');
    if (queueTimeout < Infinity) throw withoutQueue('queueTimeout');
  }
  refuseUnless(
    isInteger(backup, 0, backends - 1),
    'backup',
    backup,
    `0 to ${backends - 1}, so that a backend is left that is none`,
  );
  refuseUnless(
    rateLimit >= 0 && rateLimit <= MAX_VIRTUAL_TIME,
    'rateLimit',
    rateLimit,
    `0 to ${MAX_VIRTUAL_TIME}`,
  );
  refuseUnless(OBSERVED.includes(observe), 'observe', observe, `one of ${OBSERVED.join(', ')}`);
}

/** The error of an option that is about a queue where nothing ever waits. */
function withoutQueue(name: string): LbsimError {
  return optionError(
    `${name} without maxConnections or maxPerBackend does nothing: give one, such as maxConnections 100, or leave it out`,
  );
}
