import { expect, test } from '@jest/globals';
import { combinedHash } from '../../../lib/simulator/engine/trace-hash.js';
import { confidenceInterval } from '../../../lib/simulator/measures/confidence.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import { reportOf } from '../../../lib/simulator/report/run-report.js';
import type { RunResult } from '../../../lib/simulator/report/run-result.js';
import { resultOf } from '../results.js';
import { runOf, scenarioWith, inject } from '../test-scenarios.js';

const { settings } = planSimulation({ backends: 1, load: 0.5, requests: 4000, warmup: 0 });

test('one run is reported as it was found', () => {
  const run = resultOf([1, 2, 3, 6]);
  const { report } = reportOf(settings, [run]);

  expect(report).toMatchObject({
    ...{
      algorithm: 'auto',
      seed: 1,
      backends: 1,
      requests: 4,
      completed: 4,
      failed: 0,
      meanSojourn: 3,
      max: 6,
    },
    ...{ meanQueue: 1, utilisation: 0.5, imbalance: 1, events: 10, wallSeconds: 0.5, eventsPerSecond: 20 },
    ...{ traceHash: run.traceHash, replications: 1, load: 0.5, failures: {} },
    confidence: null,
    warmup: 0,
    perBackend: [
      { name: 'B1', speed: 1, weight: 1, picked: 4, completed: 4, meanQueue: 1, utilisation: 0.5 },
    ],
  });
  expect(report.advice).toMatch(/ too few /);
});

const widthOf = ([low, high]: readonly [number, number] = [NaN, NaN]): number => high - low;

test('parts of a story are no samples of one distribution: a single run of it has no doubt to tell', () => {
  const { settings: told } = planSimulation({ backends: 1, load: 0.5, scenario: scenarioWith([]) });
  const alone = reportOf(told, [resultOf([1, 2, 3])]);
  const both = reportOf(told, [resultOf([1, 3]), resultOf([4])]);

  expect([alone.report.confidence, alone.precision.means]).toEqual([null, []]);
  expect(widthOf(both.report.confidence?.meanSojourn)).toBeCloseTo(widthOf(confidenceInterval([2, 4])));
});

test('quantiles grow from the median to the maximum', () => {
  const { report } = reportOf(settings, [resultOf(Array.from({ length: 5000 }, (_, index) => index + 1))]);

  expect(report.p50 / 2500).toBeCloseTo(1, 2);
  expect(report.p90 / 4500).toBeCloseTo(1, 2);
  expect(report.p99 / 4950).toBeCloseTo(1, 2);
  expect(report.p999 / 4995).toBeCloseTo(1, 2);
  expect(report.max).toBe(5000);
});

test('replications are added up, and means are over all their requests', () => {
  const runs = [
    resultOf([2, 2, 2], { seed: 5, traceHash: 'aaaaaaaabbbbbbbb', meanQueue: 1 }),
    resultOf([6], {
      ...{ seed: 6, traceHash: 'ccccccccdddddddd', meanQueue: 3, requests: 3 },
      failures: { ...resultOf([]).failures, lost: 2 },
    }),
  ];
  const { report, precision, tail } = reportOf(settings, runs);

  expect(report).toMatchObject({
    ...{ seed: 5, replications: 2, requests: 6, completed: 4, failed: 2, failures: { lost: 2 } },
    ...{ meanSojourn: 3, max: 6, meanQueue: 2, events: 20, wallSeconds: 1, eventsPerSecond: 20 },
    traceHash: combinedHash(['aaaaaaaabbbbbbbb', 'ccccccccdddddddd']),
    perBackend: [{ picked: 4, completed: 4, meanQueue: 1, utilisation: 0.5 }],
  });
  const [low = NaN, high = NaN] = report.confidence?.meanSojourn ?? [];
  expect((low + high) / 2).toBeCloseTo(report.meanSojourn);
  expect(high - low).toBeCloseTo(widthOf(confidenceInterval([2, 6])));
  expect(report.confidence?.p99?.[0]).toBeLessThan(report.p99);
  expect(precision.means).toEqual([2, 6]);
  expect(tail.map(({ share }) => share)).toEqual([1, 0.25]);
});

test('replications are put together in the order of their seeds', () => {
  const runs = [
    resultOf([1], { traceHash: '1111111122222222' }),
    resultOf([2], { traceHash: '3333333344444444' }),
  ];

  expect(reportOf(settings, runs).report.traceHash).not.toBe(
    reportOf(settings, runs.toReversed()).report.traceHash,
  );
});

test('the imbalance is what the backend got that had the most for its weight, by its even share', () => {
  const { settings: weighted } = planSimulation({ backends: [1, 3] });
  const picks = (first: number, second: number): RunResult => ({
    ...resultOf([]),
    perBackend: [first, second].map((picked) => ({ picked, completed: 0, meanQueue: 0, utilisation: 0 })),
  });

  expect(reportOf(weighted, [picks(10, 30)]).report.imbalance).toBe(1);
  expect(reportOf(weighted, [picks(20, 20)]).report.imbalance).toBe(2);
  expect(reportOf(weighted, [picks(0, 0)]).report.imbalance).toBe(1);
});

test('a run in which nothing was answered has zeros, and no NaN', () => {
  const { report } = reportOf(settings, [resultOf([])]);

  expect([report.meanSojourn, report.p50, report.p99, report.max]).toEqual([0, 0, 0, 0]);
});

test('a closed loop has no load, and a course and a scenario are those of the first replication', () => {
  const options = {
    backends: 2,
    clients: 2,
    requests: 50,
    bins: 4,
    scenario: scenarioWith([inject(3, 'B1', 'crash')]),
  };
  const plan = planSimulation(options);
  const runs = [runOf(options, 1), runOf(options, 2)];
  const { report, course } = reportOf(plan.settings, runs);

  expect(report).not.toHaveProperty('load');
  expect(report.scenario?.flips).toEqual(runs[0]?.flips);
  expect(report.scenario?.name).toBe('story');
  expect(course).toEqual(runs[0]?.course);
});
