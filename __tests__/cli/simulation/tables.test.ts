import { describe, expect, it } from '@jest/globals';
import { backendsTable, figuresTable, pairsTable } from '../../../lib/cli/simulation/tables.js';
import { compareOutcomes } from '../../../lib/simulator/report/comparison.js';
import { parseScenario } from '../../../lib/simulator/scenarios/parse-scenario.js';
import { compare, simulate } from '../../../lib/simulator/simulate.js';

const NO_ANSWER = parseScenario(
  'none',
  'duration: 10\ntimeline:\n  - { at: 0, backend: B1, fail-fast: true }\n',
);
const CALM = parseScenario('calm', 'duration: 100\ntimeline: []\n');
const headOf = (table: string): string[] =>
  (table.split('\n')[1] ?? '')
    .split('│')
    .map((head) => head.trim())
    .filter((head) => head !== '');

describe('the figures of runs', () => {
  it('are dashes where no request was answered', async () => {
    const { report } = await simulate({ backends: 1, scenario: NO_ANSWER }, { threads: 0 });
    expect(figuresTable([report], Infinity)).toMatch(/│ auto +│ +0 % │ +– │ +– │ +– │ +– │ +– │ +– │/);
  });

  it('say the unit of times in their heads', async () => {
    const { report } = await simulate({ requests: 30_000, load: 0.5, serviceMean: '20ms' }, { threads: 0 });
    const head = headOf(figuresTable([report], Infinity));
    expect(head.slice(1, 7)).toEqual(['mean ± 95 % ms', 'p50 ms', 'p90 ms', 'p99 ms', 'p99.9 ms', 'max ms']);
  });

  it('of several runs keep the mean, the p99 and the failed requests in a narrow window', async () => {
    const outcomes = await Promise.all(
      (['round-robin', 'least-connections'] as const).map((algorithm) =>
        simulate({ requests: 2000, queueLimit: 1, algorithm }, { threads: 0 }),
      ),
    );
    const runs = outcomes.map(({ report }) => report);
    const table = figuresTable(runs, 60);
    expect(headOf(table)).toEqual(['algorithm', 'answered', 'mean of the', 'p99', 'failed']);
    expect(table.replaceAll('\n', ' ')).toContain(
      'no room for p50, p90, p99.9, max, in system, utilisation, imbalance',
    );
    expect(headOf(pairsTable(compareOutcomes(outcomes).pairs, runs, 50))).toEqual([
      'mean latency',
      'ratio',
      'real',
    ]);
  });

  it('without intervals say so, and how to get them', async () => {
    const of = (replications: number) =>
      compare({ scenario: CALM, algorithms: ['random', 'ring'], replications }, { threads: 0 });
    const single = await of(1);
    const advice = /\none run: no intervals; add --replications 10$/;
    const table = figuresTable(single.report.runs, Infinity);
    expect(headOf(table)[1]).toBe('mean');
    expect(table).toMatch(advice);
    const pairs = pairsTable(single.report.pairs, single.report.runs, Infinity);
    expect(pairs).toMatch(/│ ring − random │ +−?[\d.]+ │ +– │ +[\d.]+× │ +– │/);

    const several = await of(3);
    expect(figuresTable(several.report.runs, Infinity)).not.toMatch(advice);
    expect(pairsTable(several.report.pairs, several.report.runs, Infinity)).toMatch(/ (yes|no) │/);
  });

  it('of one run go on below', async () => {
    const { report } = await simulate({ requests: 2000 }, { threads: 0 });
    const table = figuresTable([report], 60);
    expect(table).not.toContain('no room');
    expect(table).toMatch(/│ imbalance │/);
  });

  it('of backends have a shorter bar in a window', async () => {
    const { report } = await simulate({ requests: 2000, backends: 2 }, { threads: 0 });
    expect(headOf(backendsTable(report, 80))).toEqual(headOf(backendsTable(report, Infinity)));
  });
});
