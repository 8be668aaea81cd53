import { expect, it } from '@jest/globals';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import { playedLanes } from '../../../lib/simulator/playback/lanes.js';
import { inject, scenarioWith } from '../test-scenarios.js';

const namesOf = (options: SimulationOptions): string[] =>
  playedLanes(planSimulation(options).settings).map(({ name }) => name);

it('each backend has a lane as long as there is room', () => {
  expect(namesOf({ backends: 12 })).toHaveLength(12);
  expect(namesOf({ backends: 12 }).at(-1)).toBe('B12');
});

it('with more, those that something happens to come first, then one of each kind, and the others share one', () => {
  const speeds = Array.from({ length: 40 }, (_, index) => (index === 29 ? 3 : 1));
  const names = namesOf({
    backends: speeds,
    load: 0.5,
    scenario: scenarioWith([inject(10, 'B35', 'crash')], { duration: 20 }),
  });
  expect(names).toEqual(['B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'B7', 'B8', 'B9', 'B30', 'B35', '29 others']);
});

it('a lane has the limit of all balancers together', () => {
  const { settings } = planSimulation({ backends: 2, balancers: 3, maxPerBackend: 4, load: 0.5 });
  expect(playedLanes(settings).map(({ max }) => max)).toEqual([12, 12]);
});
