import { expect, test } from '@jest/globals';
import { JobTable } from '../../../lib/simulator/backends/job-table.js';
import { randomStreams } from '../../../lib/simulator/engine/random-streams.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import { jobServices } from '../../../lib/simulator/workload/job-services.js';

const CLASSES = [
  { name: 'short', share: 6, mean: 1 },
  { name: 'middle', share: 3, mean: 4 },
  { name: 'long', share: 1, mean: 20 },
];

/** Draws services of jobs. @returns of each its class and its service time */
function drawn(
  options: SimulationOptions,
  count: number,
): { readonly number: number; readonly time: number }[] {
  const jobs = new JobTable();
  const job = jobs.take();
  const { settings } = planSimulation(options);
  const draw = jobServices(settings, jobs, randomStreams(1, 1));
  return Array.from({ length: count }, () => ({ time: draw(job), number: jobs.requestClass[job] ?? NaN }));
}

test('classes come by their shares', () => {
  const count = 100_000;
  const all = drawn({ classes: CLASSES }, count);
  for (const [place, share] of [0.6, 0.3, 0.1].entries()) {
    const found = all.filter(({ number }) => number === place).length / count;
    expect(Math.abs(found - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / count));
  }
});

test('each class has its mean, and the distribution of the option', () => {
  const times = drawn({ classes: CLASSES, service: 'deterministic', serviceMean: 38 }, 1000);
  const ofEach = [0, 1, 2].map((place) => [
    ...new Set(times.filter(({ number }) => number === place).map(({ time }) => Number(time.toPrecision(9)))),
  ]);
  // 0.6 × 1 + 0.3 × 4 + 0.1 × 20 = 3.8
  expect(ofEach).toEqual([[10], [40], [200]]);
});

test('the services of a request are those that it has without classes, but for the mean of its class', () => {
  const plain = drawn({ service: 'lognormal:2' }, 100);
  const classed = drawn({ service: 'lognormal:2', classes: CLASSES }, 100);

  expect(plain.every(({ number }) => number === 0)).toBe(true);
  for (const [index, { number, time }] of classed.entries())
    expect(time / (plain[index]?.time ?? NaN)).toBeCloseTo((CLASSES[number]?.mean ?? NaN) / 3.8, 10);
});
