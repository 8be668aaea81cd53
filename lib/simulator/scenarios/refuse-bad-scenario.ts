import { didYouMean } from '../../did-you-mean.js';
import { optionError } from '../../errors.js';
import { checkShape, shapeOf, type Shape } from '../../option-shape.js';
import { RETRY_DEFAULTS } from './clients.js';
import { LIMIT_DEFAULTS } from './limits.js';
import { SCENARIO_FAULTS } from './parse-timeline.js';
import { FACTOR_RANGE, isAbove, isFactor, type Refuse } from './reading.js';
import { refuseBadTimes } from './refuse-bad-times.js';
import { STORE_CHANGES, type BackendFault, type Scenario, type ScenarioEvent } from './scenario.js';

const SHAPE: Shape<Scenario> = {
  name: 'string',
  about: 'string',
  duration: 'number',
  events: 'objects',
  interval: 'number',
  timeout: 'number',
  rise: 'number',
  fall: 'number',
  connectTimeout: 'number',
  waitTimeout: 'number',
  requestTimeout: 'number',
  slowStart: 'number',
  ...shapeOf(LIMIT_DEFAULTS),
  queueTimeout: 'number',
  ...shapeOf(RETRY_DEFAULTS),
};
const ARRIVALS_SHAPE = { at: 'number', arrivals: 'number' } as const;
const STORE_SHAPE = { at: 'number', store: 'string' } as const;
const BACKEND_SHAPE = { at: 'number', backend: 'string', fault: 'object' } as const;
const FAULT_SHAPE = { kind: 'string', factor: 'number', warmup: 'number' } as const;

/**
 * Refuses a scenario that was made by hand and with which a run could not end, or would run backwards. One that was read from
 * a file has been checked, and told of line by line.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function refuseBadScenario(scenario: Scenario): void {
  checkShape('Scenario', scenario, SHAPE, ['name', 'events']);
  const refuse: Refuse = (message) => optionError(`scenario ${scenario.name}: ${message}`);
  const refuseUnless = (holds: boolean, what: string, value: unknown, wanted: string): void => {
    if (!holds) throw refuse(`${what} ${String(value)} makes no sense: use ${wanted}`);
  };
  const { duration, events } = scenario;
  refuseUnless(isAbove(duration, 0), 'duration', duration, 'a number above 0');
  refuseBadTimes(scenario, refuse);
  let latest = 0;
  for (const event of events) {
    checkEvent(event);
    const { at } = event;
    refuseUnless(
      at >= latest && at < Infinity,
      'an event at',
      at,
      `times from 0 up, in order; the one before is at ${latest}`,
    );
    refuseUnless(
      at <= duration,
      'an event at',
      at,
      `times up to the end of the scenario, its duration ${duration}`,
    );
    latest = at;
    if ('arrivals' in event) refuseUnless(isFactor(event.arrivals), 'arrivals', event.arrivals, FACTOR_RANGE);
    else if ('store' in event)
      refuseUnless(STORE_CHANGES.includes(event.store), 'store', event.store, STORE_CHANGES.join(' or '));
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

function checkEvent(event: ScenarioEvent): void {
  if ('arrivals' in event) {
    checkShape('ScenarioEvent', event, ARRIVALS_SHAPE, ['at', 'arrivals']);
    return;
  }
  if ('store' in event) {
    checkShape('ScenarioEvent', event, STORE_SHAPE, ['at', 'store']);
    return;
  }
  checkShape('ScenarioEvent', event, BACKEND_SHAPE, ['at', 'backend', 'fault']);
  checkShape('BackendFault', event.fault, FAULT_SHAPE, ['kind']);
  const { kind } = event.fault;
  if (!SCENARIO_FAULTS.includes(kind)) {
    const hint = didYouMean(kind, SCENARIO_FAULTS);
    throw optionError(`unknown fault '${kind}'${hint}: use one of ${SCENARIO_FAULTS.join(', ')}`);
  }
}
