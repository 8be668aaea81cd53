import { optionError } from '../../errors.js';
import { isAbove, type Refuse } from './reading.js';
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
      at >= latest && at < Infinity,
      'an event at',
      at,
      `times from 0 up, in order; the one before is at ${latest}`,
    );
    latest = at;
    if ('arrivals' in event)
      refuseUnless(isAbove(event.arrivals, 0), 'arrivals', event.arrivals, 'a number above 0');
    else refuseUnless(isSound(event.fault), event.fault.kind, JSON.stringify(event.fault), 'numbers above 0');
  }
}

function isSound(fault: BackendFault): boolean {
  if (fault.kind === 'slow') return isAbove(fault.factor, 0);
  return fault.kind !== 'cold-start' || (isAbove(fault.factor, 0) && isAbove(fault.warmup, 0));
}
