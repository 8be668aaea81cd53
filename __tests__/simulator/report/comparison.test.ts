import { expect, test } from '@jest/globals';
import { answeredShare } from '../../../lib/simulator/report/answered.js';
import { compareOutcomes } from '../../../lib/simulator/report/comparison.js';
import { confidenceInterval } from '../../../lib/simulator/measures/confidence.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import { reportOf } from '../../../lib/simulator/report/run-report.js';
import type { Algorithm } from '../../../lib/schedulers/index.js';
import type { RunResult } from '../../../lib/simulator/report/run-result.js';
import type { SimulationOutcome } from '../../../lib/simulator/report/report.js';
import { resultOf } from '../results.js';

/** Of replications that answered these latencies, one each. */
function outcomeOf(
  algorithm: Algorithm,
  sojourns: readonly number[],
  load = 0.5,
  others: Partial<RunResult> = {},
): SimulationOutcome {
  const { settings } = planSimulation({ algorithm, backends: 1, load, requests: 1e6 });
  return reportOf(
    settings,
    sojourns.map((sojourn) => resultOf([sojourn], others)),
  );
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

test('a difference is of the second less the first, and its doubt that of the paired replications', () => {
  const [pair] = compareOutcomes([outcomeOf('random', [2, 4, 6]), outcomeOf('auto', [1, 3, 4])]).pairs;

  expect(pair).toMatchObject({ a: 'random', b: 'auto', load: 0.5 });
  expect(pair?.difference).toBeCloseTo(8 / 3 - 4, 12);
  expect(pair?.ratio).toBeCloseTo(8 / 3 / 4, 12);
  expect(pair?.confidence).toEqual(confidenceInterval([-1, -1, -2]));
});

test('replications that go up and down together leave less doubt about the difference than about either', () => {
  const [a, b] = [outcomeOf('random', [10, 2, 7, 4]), outcomeOf('auto', [9, 1, 6, 3])];
  const [pair] = compareOutcomes([a, b]).pairs;

  expect(pair?.confidence).toEqual([-1, -1]);
  expect(pair?.significant).toBe(true);
  const [from, to] = a.report.confidence?.meanSojourn ?? [0, 0];
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

test('where a run is too short the difference has no interval, is not significant, and what would do is said', () => {
  const { settings } = planSimulation({ algorithm: 'random', backends: 1, load: 0.9, requests: 1000 });
  const short = reportOf(settings, [resultOf([5])]);
  const [pair] = compareOutcomes([outcomeOf('random', [1, 2], 0.9), short]).pairs;

  expect(pair).toMatchObject({ difference: 3.5, confidence: null, significant: false });
  expect(pair?.advice).toMatch(/^1,000 requests are too few for a confidence interval: use --requests \d+$/);
});

test('a difference that is significant alone may not be among many', () => {
  const one = outcomeOf('random', [1, 2, 3, 4, 5]);
  const close = outcomeOf('auto', [1.2, 2.4, 3.1, 4.5, 5.6]);
  const far = outcomeOf('round-robin', [9, 10, 11, 12, 13.01]);
  const alone = compareOutcomes([one, close]).pairs.map(({ significant }) => significant);
  const family = compareOutcomes([one, close, far, outcomeOf('random', [1.2, 1.9, 3, 4, 5])]).pairs;

  expect(alone).toEqual([true]);
  expect(family[0]).toMatchObject({ b: 'auto', significant: false });
  expect(family[1]).toMatchObject({ b: 'round-robin', significant: true });
});

test('answered shares are told where they differ by more than chance', () => {
  const answered = (completed: number): SimulationOutcome =>
    outcomeOf('random', [1, 2], 0.5, { requests: 1000, completed });
  const answeredOf = (a: number, b: number): unknown =>
    compareOutcomes([answered(a), answered(b)]).pairs[0]?.answered;

  expect(answeredOf(1000, 922)).toEqual({ a: 1, b: 0.922 });
  expect(answeredOf(922, 925)).toBeUndefined();
  expect(answeredOf(1000, 1000)).toBeUndefined();
  expect(answeredShare({ ...answered(1).report, requests: 0 })).toBe(1);
});
