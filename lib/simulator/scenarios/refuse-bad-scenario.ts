import { optionError } from '../../errors.js';
import { FACTOR_RANGE, isAbove, isFactor, type Refuse } from './reading.js';
import { refuseBadPatience } from './refuse-bad-patience.js';
import type { BackendFault, Scenario } from './scenario.js';

/**
 * Refuses a scenario that was made by hand and with which a run could not end, or would run backwards. One that was read from
 * a file has been checked, and told of line by line.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function refuseBadScenario(scenario: Scenario): void {
  const refuse: Refuse = (message) => optionError(`scenario ${scenario.name}: ${message}`);
  const refuseUnless = (holds: boolean, what: string, value: unknown, wanted: string): void => {
    if (!holds) throw refuse(`${what} ${String(value)} makes no sense: use ${wanted}`);
  };
  const { duration, events } = scenario;
  refuseUnless(isAbove(duration, 0), 'duration', duration, 'a number above 0');
  refuseBadPatience(scenario, refuse);
  let latest = 0;
  for (const event of events) {
    const { at } = event;
    refuseUnless(
      at >= latest && at <= duration,
      'an event at',
      at,
      `times in order, from 0 up to the duration ${duration}; the one before is at ${latest}`,
    );
    latest = at;
    if ('arrivals' in event) refuseUnless(isFactor(event.arrivals), 'arrivals', event.arrivals, FACTOR_RANGE);
    else
      refuseUnless(
        isSound(event.fault),
        event.fault.kind,
        JSON.stringify(event.fault),
        event.fault.kind === 'slow' ? FACTOR_RANGE : `${FACTOR_RANGE}, and a warm-up above 0`,
      );
  }
}

function isSound(fault: BackendFault): boolean {
  if (fault.kind === 'slow') return isFactor(fault.factor);
  return fault.kind !== 'cold-start' || (isFactor(fault.factor) && isAbove(fault.warmup, 0));
}
