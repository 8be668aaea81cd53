import { beforeAll, describe, expect, it } from '@jest/globals';
import { Chalk } from 'chalk';
import { loadPlot } from '../../../lib/cli/simulation/load-plot.js';
import { isSweep, ratioTable, sweepTables } from '../../../lib/cli/simulation/sweep.js';
import { sweepText } from '../../../lib/cli/simulation/sweep-text.js';
import { compareOutcomes } from '../../../lib/simulator/report/comparison.js';
import type { SimulationOutcome } from '../../../lib/simulator/report/report.js';
import { simulate } from '../../../lib/simulator/simulate.js';

const LOADS = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];
const PLAIN = new Chalk({ level: 0 });

const longest = (text: string): number => Math.max(...text.split('\n').map(({ length }) => length));

describe('several loads', () => {
  let outcomes: SimulationOutcome[];
  const runs = () => outcomes.map(({ report }) => report);

  beforeAll(async () => {
    outcomes = await Promise.all(
      LOADS.flatMap((load) =>
        (['round-robin', 'least-connections'] as const).map((algorithm) =>
          simulate(
            { algorithm, load, requests: 20_000, queueLimit: 20, serviceMean: '20ms' },
            { threads: 0 },
          ),
        ),
      ),
    );
  });

  it('are a sweep, one is none', () => {
    expect(isSweep(runs())).toBe(true);
    expect(isSweep(runs().slice(0, 2))).toBe(false);
  });

  it('are a row for each algorithm and a column for each load', () => {
    const [means = '', p99s = ''] = sweepTables(runs(), Infinity);
    expect(means.split('\n')).toHaveLength(6);
    expect(means).toMatch(/│ mean ms, at load +│ +0\.5 │ +0\.55 │.* +0\.95 │/);
    expect(means).toMatch(/│ round-robin +│ +2\d\.\d\d │/);
    expect(p99s).toMatch(/│ p99 ms, at load +│/);
  });

  it('are as many as there is room for, evenly spread from the first to the last', () => {
    const [means = ''] = sweepTables(runs(), 60);
    expect(longest(means)).toBeLessThanOrEqual(60);
    expect(means).toMatch(/│ +0\.5 │ +0\.65 │ +0\.8 │ +0\.95 │/);
    expect(means).toMatch(/\n4 of 10 loads; --json has all$/);
  });

  it('have the ratio of each two algorithms, in parentheses where it is not significant', () => {
    const { pairs } = compareOutcomes(outcomes);
    const table = ratioTable(pairs, runs(), 100);
    expect(table).toMatch(/least-connections \/ +│ +\(?0\.\d{3}×\)? │/);
    expect(table).toMatch(/in parentheses: not significant\n/);
  });

  it('have ratios without parentheses where no run has an interval, and say how to get them', () => {
    const { pairs } = compareOutcomes(outcomes.map((outcome) => ({ ...outcome, precision: { means: [] } })));
    const single = runs().map((run) => ({
      ...run,
      confidence: null,
      advice: 'one run: no intervals; add --replications 10',
    }));
    const table = ratioTable(pairs, single, 100);
    expect(table).not.toContain('(');
    expect(table).toMatch(/\none run: no intervals; add --replications 10$/);
  });

  it.each([60, 80, 100])('fit into %d columns', (room) => {
    const { pairs } = compareOutcomes(outcomes);
    const text = sweepText(runs(), pairs, PLAIN, room).join('\n');
    expect(text).toContain('p99 latency in ms against load');
    expect(longest(text)).toBeLessThanOrEqual(room);
  });
});

describe('a plot against load', () => {
  const paint = (text: string): string => text;

  it('has a mark for each run, rising as the figure does, and says whose it is', () => {
    const points = [1, 2, 3, 4].map((value) => ({ load: value / 5, value }));
    const lines = loadPlot('p99', [{ name: 'one', points }], { room: 40, paint });
    expect(lines[0]).toBe('p99, on a linear scale');
    const rows = lines.filter((line) => line.includes('●')).slice(0, -1);
    expect(rows).toHaveLength(4);
    const columns = rows.map((line) => line.indexOf('●'));
    expect(columns).toEqual([...columns].sort((a, b) => b - a));
    expect(lines.at(-1)).toBe('● one');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(40);
  });

  it('is logarithmic where figures differ very much', () => {
    const points = [
      { load: 0.5, value: 1 },
      { load: 0.9, value: 1000 },
    ];
    expect(loadPlot('p99', [{ name: 'one', points }], { room: 60, paint })[0]).toMatch(
      /on a logarithmic scale/,
    );
  });

  it('is nothing without a figure', () => {
    expect(loadPlot('p99', [{ name: 'one', points: [] }], { room: 60, paint })).toEqual([]);
  });
});
