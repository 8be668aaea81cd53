import { expect, test } from '@jest/globals';
import { intervalAdvice } from '../../../lib/simulator/report/interval-advice.js';
import type { SimulationReport } from '../../../lib/simulator/report/report.js';
import { parseScenario } from '../../../lib/simulator/scenarios/parse-scenario.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import { reportOf } from '../../../lib/simulator/report/run-report.js';
import { runOf } from '../test-scenarios.js';
import { simulate } from '../../../lib/simulator/simulate.js';

const scenario = parseScenario('calm', 'duration: 100\ntimeline: []\n');

async function report(replications: number): Promise<SimulationReport> {
  return (await simulate({ scenario, replications }, { threads: 0 })).report;
}

test('a single run of a scenario has no intervals, and replications are advised', async () => {
  expect(intervalAdvice([await report(1)])).toBe('one run: no intervals; add --replications 10');
});

test('nothing is advised where there are intervals', async () => {
  expect(intervalAdvice([await report(3)])).toBeUndefined();
  const long = await simulate({ requests: 50_000, load: 0.5 }, { threads: 0 });
  expect(intervalAdvice([long.report])).toBeUndefined();
  expect(intervalAdvice([])).toBeUndefined();
});

test('replications that were asked for, and of which one was finished, are not advised again', () => {
  for (const options of [{ scenario }, { requests: 1000, load: 0.8 }, { requests: 50_000, load: 0.5 }]) {
    const { settings } = planSimulation({ ...options, replications: 10 });
    const { report: unfinished } = reportOf(settings, [runOf(options)], 10);
    expect(intervalAdvice([unfinished])).toBe('one of 10 replications: no intervals');
  }
});

test('what is true of one run of several is said of it', async () => {
  const long = await simulate({ requests: 50_000, load: 0.5 }, { threads: 0 });
  const short = { ...long.report, algorithm: 'random', advice: 'use more' };
  expect(intervalAdvice([long.report, short])).toBe('random: use more');
  expect(intervalAdvice([long.report, { ...short, load: 0.9 }])).toBe('random at load 0.9: use more');
  expect(intervalAdvice([short, short])).toBe('use more');
});
