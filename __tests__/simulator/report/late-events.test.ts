import { expect, test } from '@jest/globals';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import { lateEvents } from '../../../lib/simulator/report/late-events.js';
import { loadScenario } from '../../../lib/simulator/scenarios/load-scenario.js';
import { SCENARIOS } from '../../../lib/simulator/scenarios/names.js';
import { parseScenario } from '../../../lib/simulator/scenarios/parse-scenario.js';

const lateOf = (options: SimulationOptions): string | undefined =>
  lateEvents(planSimulation(options).settings);

test.each(SCENARIOS)('%s has requests until its end', async (name) => {
  const scenario = await loadScenario(name);
  expect(lateOf({ scenario })).toBeUndefined();
  expect(lateOf({ scenario, load: 0.33, serviceMean: 7 })).toBeUndefined();
});

test('too few requests to last until an event are told of, in the unit of times', async () => {
  const scenario = await loadScenario('crash-restart');
  expect(lateOf({ scenario, requests: 1000 })).toBe(
    'crash-restart: the requests end at about 125.0, before the event at 1,000; leave out --requests',
  );
  expect(lateOf({ scenario, requests: 1000, serviceMean: '20ms' })).toContain(
    'at about 2,500 ms, before the event at 20,000 ms;',
  );
  expect(lateOf({ scenario, requests: 10_000 })).toContain('at about 1,250, before the event at 1,500;');
  expect(lateOf({ scenario, requests: 13_000 })).toBeUndefined();
});

test('more arrivals use requests up sooner', () => {
  const scenario = parseScenario(
    'busy',
    'duration: 100\ntimeline:\n  - { at: 10, arrivals: 1.5 }\n  - { at: 50, arrivals: 1 }\n',
  );
  expect(lateOf({ scenario, requests: 500 })).toContain('end at about 45.00, before the event at 50;');
  expect(lateOf({ scenario })).toBeUndefined();
});

test('a closed loop lasts as long as its answers take', async () => {
  const scenario = await loadScenario('crash-restart');
  expect(lateOf({ scenario, clients: 5, requests: 10 })).toBeUndefined();
});
