import { expect, test } from '@jest/globals';
import { compareOutcomes, isSure } from '../../../lib/simulator/report/comparison.js';
import { confidenceInterval } from '../../../lib/simulator/measures/confidence.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import { reportOf } from '../../../lib/simulator/report/run-report.js';
import type { Algorithm } from '../../../lib/schedulers/index.js';
import type { SimulationOutcome } from '../../../lib/simulator/report/report.js';
import { resultOf } from '../results.js';

function outcomeOf(algorithm: Algorithm, sojourns: readonly number[], load = 0.5): SimulationOutcome {
  return reportOf(planSimulation({ algorithm, backends: 1, load, requests: 4 }).settings, [
    resultOf(sojourns),
  ]);
}

test('each policy is compared with each after it, in their order', () => {
  const names = ['round-robin', 'random', 'auto'] as const;
  const { runs, pairs } = compareOutcomes(names.map((name) => outcomeOf(name, [1, 2])));

  expect(runs.map(({ algorithm }) => algorithm)).toEqual(names);
  expect(pairs.map(({ a, b }) => `${a} ${b}`)).toEqual([
    'round-robin random',
    'round-robin auto',
    'random auto',
  ]);
});

test('a difference is of the second less the first, and its doubt that of the paired parts', () => {
  const [pair] = compareOutcomes([outcomeOf('random', [2, 4, 6]), outcomeOf('auto', [1, 3, 4])]).pairs;

  expect(pair).toMatchObject({ a: 'random', b: 'auto', load: 0.5 });
  expect(pair?.difference).toBeCloseTo(8 / 3 - 4, 12);
  expect(pair?.ratio).toBeCloseTo(8 / 3 / 4, 12);
  expect(pair?.confidence).toEqual(confidenceInterval([-1, -1, -2]));
});

test('parts that go up and down together leave less doubt about the difference than about either', () => {
  const [a, b] = [outcomeOf('random', [10, 2, 7, 4]), outcomeOf('auto', [9, 1, 6, 3])];
  const [low, high] = compareOutcomes([a, b]).pairs[0]?.confidence ?? [0, 0];

  expect([low, high]).toEqual([-1, -1]);
  const [from, to] = a.report.confidence.meanSojourn ?? [0, 0];
  expect(to - from).toBeGreaterThan(5);
});

test('policies under different loads are not compared', () => {
  const outcomes = [0.5, 0.9].flatMap((load) =>
    (['random', 'auto'] as const).map((name) => outcomeOf(name, [1, 2], load)),
  );

  expect(compareOutcomes(outcomes).pairs.map(({ a, b, load }) => [a, b, load])).toEqual([
    ['random', 'auto', 0.5],
    ['random', 'auto', 0.9],
  ]);
});

test('where parts are not the same in number nobody knows how sure the difference is', () => {
  const [pair] = compareOutcomes([outcomeOf('random', [1, 2]), outcomeOf('auto', [5])]).pairs;

  expect(pair?.difference).toBeCloseTo(3.5, 12);
  expect(pair).not.toHaveProperty('confidence');
});

test.each([
  [[-2, -1], true],
  [[1, 2], true],
  [[-1, 1], false],
  [undefined, false],
] as const)('a difference with the interval %j is sure: %s', (interval, sure) => {
  expect(isSure(interval)).toBe(sure);
});
