import { expect, test } from '@jest/globals';
import { intervalAdvice } from '../../../lib/simulator/report/interval-advice.js';
import type { SimulationReport } from '../../../lib/simulator/report/report.js';
import { parseScenario } from '../../../lib/simulator/scenarios/parse-scenario.js';
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
  const long = await simulate({ requests: 5000 }, { threads: 0 });
  expect(intervalAdvice([long.report])).toBeUndefined();
  expect(intervalAdvice([])).toBeUndefined();
});

test('replications that were asked for, and of which one was finished, are not advised again', async () => {
  expect(intervalAdvice([{ ...(await report(1)), plannedReplications: 10 }])).toBe('one run: no intervals');
});
