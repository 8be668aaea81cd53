import { expect, test } from '@jest/globals';
import { coursePlot } from '../../../lib/cli/simulation/course-plot.js';
import { distributionPlot } from '../../../lib/cli/simulation/distribution-plot.js';
import { detectionsTable } from '../../../lib/cli/simulation/detections-table.js';
import type { Detection } from '../../../lib/simulator/report/report.js';
import { parseScenario } from '../../../lib/simulator/scenarios/parse-scenario.js';
import { simulate } from '../../../lib/simulator/simulate.js';

test('a distribution is over powers of ten, and further to the right when all takes longer', async () => {
  const [one, ten] = await Promise.all(
    [1, 10].map((serviceMean) => simulate({ requests: 5000, serviceMean }, { threads: 0 })),
  );
  if (one === undefined || ten === undefined) throw new Error('nothing was simulated');
  const [first = '', second = '', axis = ''] = distributionPlot([one, ten], ({ report }) =>
    report.meanSojourn > 5 ? 'long' : 'short',
  );
  expect(first).toMatch(/^short {2}[ ▁▂▃▄▅▆▇█]+$/);
  const place = (mark: string): number => axis.indexOf(mark);
  expect(place('|0.1')).toBeGreaterThan(0);
  expect(second.indexOf('█') - first.indexOf('█')).toBeCloseTo(place('|10') - place('|1'), -1);
});

test('nothing is drawn where nothing was answered', async () => {
  const scenario = parseScenario(
    'none',
    'duration: 10\ntimeline:\n  - { at: 0, backend: B1, fail-fast: true }\n',
  );
  const outcome = await simulate({ backends: 1, scenario }, { threads: 0 });
  expect(outcome.report.completed).toBe(0);
  expect(distributionPlot([outcome], () => 'all')).toEqual([]);
});

test('a course has a row for each backend that a fault affects, and one for the others', () => {
  const scenario = parseScenario(
    'story',
    'duration: 40\ntimeline:\n  - { at: 10, backend: B2, crash: true }\n  - { at: 30, backend: B2, heal: true }\n',
  );
  const course = {
    step: 10,
    queues: [
      [1, 2, 2, 1],
      [1, 0, 0, 8],
      [3, 2, 2, 3],
    ],
    completed: [5, 5, 5, 5],
    failed: [0, 2, 0, 0],
    sojourns: [1, 1, 2, 1],
  };
  expect(coursePlot(course, scenario)).toEqual([
    'requests at a backend over time, up to 8.000',
    'B2                ▁  █',
    'the others, mean  ▂▂▂▂',
    'failed             █',
    'mean latency      ▄▄█▄',
    '                   |10 crash',
    '                     |30 heal',
  ]);
});

test('what befell a backend again and again is one line', async () => {
  const { report } = await simulate({ requests: 100 }, { threads: 0 });
  const predicted = { mean: 5, most: 9 };
  const detections: Detection[] = [
    { at: 10, backend: 'B1', fault: 'crash', marked: 'down', found: 2, runs: 2, after: 3, predicted },
    { at: 20, backend: 'B1', fault: 'heal', marked: 'up', found: 0, runs: 2, predicted },
    { at: 30, backend: 'B1', fault: 'crash', marked: 'down', found: 1, runs: 2, after: 6, predicted },
  ];
  const text =
    detectionsTable([{ ...report, scenario: { name: 'x', detections, flips: [] } }], Infinity) ?? '';
  expect(text).toMatch(/│ auto +│ B1 crash │ 2 times │ +down │ +3 of 4 │ 4\.000 │ +5\.000 │ +9\.000 │/);
  expect(text).toMatch(/│ auto +│ B1 heal +│ +20 │ +up │ +0 of 2 │ +– │/);
  expect(detectionsTable([report], Infinity)).toBeUndefined();
});
