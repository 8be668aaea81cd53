import { beforeAll, describe, expect, it } from '@jest/globals';
import { classesTable } from '../../../lib/cli/simulation/classes-table.js';
import { simulationCsv } from '../../../lib/cli/simulation/csv.js';
import { sweepTables } from '../../../lib/cli/simulation/sweep.js';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import type { SimulationReport } from '../../../lib/simulator/report/report.js';
import { compare, simulate } from '../../../lib/simulator/simulate.js';

const CLASSES = [
  { name: 'read', share: 9, mean: 1 },
  { name: 'write', share: 1, mean: 10 },
];
const OPTIONS = { classes: CLASSES, requests: 2000 } as const;

const rowsOf = (table: string | undefined): string[][] =>
  (table ?? '')
    .split('\n')
    .filter((line) => line.startsWith('│'))
    .map((line) =>
      line
        .split('│')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

async function runsOf(options: SimulationOptions = {}): Promise<readonly SimulationReport[]> {
  const { report } = await compare(
    { ...OPTIONS, ...options, algorithms: ['random', 'least-connections'] },
    { threads: 0 },
  );
  return report.runs;
}

describe('the table of classes', () => {
  let runs: readonly SimulationReport[];
  beforeAll(async () => (runs = await runsOf()));

  it('has the algorithms of each class below each other', () => {
    const [head = [], ...rows] = rowsOf(classesTable(runs, Infinity));
    expect(head.slice(0, 5)).toEqual(['class', 'algorithm', 'share', 'service', 'mean']);
    expect(rows.map((row) => row.slice(0, 4))).toEqual([
      ['read', 'random', '90 %', '0.526'],
      ['read', 'least-connections', '90 %', '0.526'],
      ['write', 'random', '10 %', '5.263'],
      ['write', 'least-connections', '10 %', '5.263'],
    ]);
  });

  it('says by how much longer than its service a class takes', () => {
    const [head = [], ...rows] = rowsOf(classesTable(runs, Infinity));
    const [mean, ratio] = ['mean', 'mean / service'].map((name) => head.indexOf(name));
    for (const row of rows) {
      const expected = Number(row[mean ?? -1]) / Number(row[3]);
      expect(Number(row[ratio ?? -1]) / expected).toBeCloseTo(1, 2);
    }
  });

  it.each([60, 80, 100])('keeps the class, the algorithm, the mean and the p99 in %d columns', (room) => {
    const table = classesTable(runs, room) ?? '';
    expect(Math.max(...table.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(room);
    expect(rowsOf(table)[0]).toEqual(expect.arrayContaining(['class', 'algorithm', 'mean', 'p99']));
    expect(rowsOf(table).map(([, name]) => name)).toContain('least-connections');
  });

  it('has intervals, theory, units and failures where there are some', async () => {
    const { report } = await simulate(
      { ...OPTIONS, backends: 1, load: 0.3, requests: 4000, replications: 3, serviceMean: '20ms' },
      { threads: 0 },
    );
    const [head, row = []] = rowsOf(classesTable([report], Infinity));
    expect(head).toEqual([
      ...['class', 'share', 'service ms', 'mean ± 95 % ms', 'theory ms', 'p50 ms', 'p99 ms', 'max ms'],
      'mean / service',
    ]);
    expect(row[3]).toMatch(/^\d+\.\d+ ± \d+\.\d+$/);

    const failing = await simulate({ ...OPTIONS, queueLimit: 0, backends: 2 }, { threads: 0 });
    expect(rowsOf(classesTable([failing.report], Infinity))[0]).toContain('answered');
  });

  it('says how to get intervals where only all requests together have one', async () => {
    const of = async (options: SimulationOptions): Promise<string> => {
      const { report } = await simulate({ ...OPTIONS, backends: 1, load: 0.3, ...options }, { threads: 0 });
      return classesTable([report], Infinity) ?? '';
    };
    const note = 'no intervals of single classes in one run; add --replications 10';
    expect(await of({ requests: 20_000 })).toContain(note);
    expect(await of({ requests: 4000, replications: 3 })).not.toContain(note);
    expect(await of({ requests: 100 })).not.toContain(note);
  });

  it('has a dash for the answers of a class that nobody asked for', async () => {
    const classes = [CLASSES[0], { name: 'never', share: 1e-6, mean: 1 }].filter(
      (each) => each !== undefined,
    );
    const { report } = await simulate(
      { ...OPTIONS, classes, backends: 1, load: 0.9, queueLimit: 0 },
      { threads: 0 },
    );
    const [head = [], , never = []] = rowsOf(classesTable([report], Infinity));
    expect(never[head.indexOf('answered')]).toBe('–');
  });

  it('has percentiles first where latencies have no variance', async () => {
    const { report } = await simulate({ ...OPTIONS, service: 'pareto:2.5' }, { threads: 0 });
    const [head] = rowsOf(classesTable([report], Infinity));
    expect(head?.slice(0, 3)).toEqual(['class', 'share', 'service']);
    expect(head?.slice(3, 7)).toEqual(['p50', 'p99', 'max', 'unsure mean']);
  });

  it('is none without classes', async () => {
    const { report } = await simulate({ requests: 1000 }, { threads: 0 });
    expect(classesTable([report], 80)).toBeUndefined();
    expect(simulationCsv([report]).split('\r\n')[0]).toMatch(
      /,meanLow,meanHigh,p99Low,p99High,.*,traceHash$/,
    );
  });
});

it('several loads are columns, for the mean and the p99 of each class', async () => {
  const runs = [...(await runsOf({ load: 0.5 })), ...(await runsOf({ load: 0.7 }))];
  const tables = sweepTables(runs, 60).map(rowsOf);
  expect(tables.map(([head]) => head?.[0])).toEqual([
    ...['mean, at load', 'p99, at load'],
    ...['mean of each class, at load', 'p99 of each class, at load'],
  ]);
  expect(tables[2]?.map(([name]) => name).slice(1)).toEqual([
    ...['read, random', 'read, least-connections', 'write, random', 'write, least-connections'],
  ]);
});

it('CSV has a row for each class after that of all requests', async () => {
  const [report] = await runsOf({ queueLimit: 1, warmup: 0.25 });
  if (report?.perClass === undefined) throw new Error('there are classes');
  const [head = [], ...rows] = simulationCsv([report])
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) => line.split(','));
  const cells = (name: string): string[] => rows.map((row) => row[head.indexOf(name)] ?? '');

  expect(head.slice(-4)).toEqual(['traceHash', 'class', 'share', 'serviceMean']);
  expect(cells('algorithm')).toEqual(['random', 'random', 'random']);
  expect(cells('class')).toEqual(['', 'read', 'write']);
  expect(cells('share')).toEqual(['', '0.9', '0.1']);
  expect(cells('requests')[0]).toBe('2000');
  const [, read = '', write = ''] = cells('requests');
  expect(Number(read) + Number(write)).toBe(2000);
  expect(cells('failed').slice(1)).toEqual(report.perClass.map(({ failed }) => `${failed}`));
  expect(cells('mean')).toEqual([report, ...report.perClass].map(({ latency }) => `${latency.mean}`));
});
