import { optionError } from '../../errors.js';
import { isAbove } from './reading.js';
import type { BackendFault, Patience, Scenario } from './scenario.js';

const TIMES = ['interval', 'timeout', 'connectTimeout'] as const satisfies readonly (keyof Patience)[];
/** How long clients wait, who may wait for ever. */
const PATIENCES = ['waitTimeout', 'requestTimeout'] as const satisfies readonly (keyof Patience)[];
const COUNTS = ['rise', 'fall'] as const satisfies readonly (keyof Patience)[];

/**
 * Refuses a scenario that was made by hand and with which a run could not end, or would run backwards. One that was read from
 * a file has been checked, and told of line by line.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function refuseBadScenario(scenario: Scenario): void {
  const refuseUnless = (holds: boolean, what: string, value: unknown, wanted: string): void => {
    if (!holds)
      throw optionError(`scenario ${scenario.name}: ${what} ${String(value)} makes no sense: use ${wanted}`);
  };
  const { duration, slowStart, events } = scenario;
  refuseUnless(isAbove(duration, 0), 'duration', duration, 'a number above 0');
  for (const name of TIMES)
    refuseUnless(isAbove(scenario[name], 0), name, scenario[name], 'a number above 0');
  for (const name of PATIENCES) refuseUnless(scenario[name] >= 0, name, scenario[name], 'a time from 0 up');
  for (const name of COUNTS)
    refuseUnless(
      Number.isInteger(scenario[name]) && scenario[name] >= 1,
      name,
      scenario[name],
      'an integer from 1 up',
    );
  refuseUnless(slowStart === 0 || isAbove(slowStart, 0), 'slowStart', slowStart, 'a number from 0 up');
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
