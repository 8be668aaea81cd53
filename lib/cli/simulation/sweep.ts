import { isSure } from '../../simulator/report/comparison.js';
import { formatCount, formatFigure, NOTHING } from '../../simulator/report/figures.js';
import type { PairReport, SimulationReport } from '../../simulator/report/report.js';
import { table, tableWidth, type Column } from '../table.js';
import { inUnit } from './in-unit.js';

/** Where there is no window, tables are no wider, and go on below. */
const WIDEST = 120;

/** What stands in a row of a sweep, and a figure of it at each load that was run. */
interface Row {
  readonly name: string;
  readonly at: ReadonlyMap<number, string>;
}

/** Whether several loads were run, so that runs are shown against the load. */
export function isSweep(runs: readonly SimulationReport[]): boolean {
  return new Set(runs.map(({ load }) => load)).size > 1;
}

/** The mean and the p99 of each algorithm at each load, and what failed, if something did. */
export function sweepTables(runs: readonly SimulationReport[], room: number): string[] {
  const head = inUnit(runs);
  const figure =
    (of: (run: SimulationReport) => number) =>
    (run: SimulationReport): string =>
      run.perBackend.some(({ completed }) => completed > 0) ? formatFigure(of(run)) : NOTHING;
  const failed = runs.some((run) => run.failed > 0);
  return [
    byLoad(
      `${head('mean')}, at load`,
      rowsOf(
        runs,
        figure((run) => run.meanSojourn),
      ),
      room,
    ),
    byLoad(
      `${head('p99')}, at load`,
      rowsOf(
        runs,
        figure((run) => run.p99),
      ),
      room,
    ),
    ...(failed
      ? [
          byLoad(
            'failed, at load',
            rowsOf(runs, (run) => formatCount(run.failed)),
            room,
          ),
        ]
      : []),
  ];
}

/** By how many times the means of each two algorithms differ, at each load. */
export function ratioTable(pairs: readonly PairReport[], room: number): string {
  const rows = new Map<string, Map<number, string>>();
  for (const { a, b, load = NaN, ratio, confidence } of pairs) {
    const name = `${b} / ${a}`;
    const row = rows.get(name) ?? new Map<number, string>();
    rows.set(name, row);
    const text = Number.isFinite(ratio) ? `${formatFigure(ratio)}×` : NOTHING;
    row.set(load, isSure(confidence) ? text : `(${text})`);
  }
  const drawn = byLoad(
    'ratio of means, at load',
    [...rows].map(([name, at]) => ({ name, at })),
    room,
  );
  return `${drawn}\nin parentheses: not significant`;
}

function rowsOf(runs: readonly SimulationReport[], textOf: (run: SimulationReport) => string): Row[] {
  const rows = new Map<string, Map<number, string>>();
  for (const run of runs) {
    const row = rows.get(run.algorithm) ?? new Map<number, string>();
    rows.set(run.algorithm, row);
    row.set(run.load ?? NaN, textOf(run));
  }
  return [...rows].map(([name, at]) => ({ name, at }));
}

/** A row for each name, a column for each load; in a window for as many loads as there is room for, evenly spread. */
function byLoad(head: string, rows: readonly Row[], room: number): string {
  const loads = [...new Set(rows.flatMap(({ at }) => [...at.keys()]))];
  const columnsOf = (some: readonly number[]): Column<Row>[] => [
    { head, cell: ({ name }) => name, narrowest: 17 },
    ...some.map((load) => ({
      head: String(load),
      cell: ({ at }: Row) => at.get(load) ?? NOTHING,
      rank: 1,
    })),
  ];
  if (room === Infinity) return table(columnsOf(loads), rows, { room: WIDEST, rest: 'below' });
  for (let count = loads.length; count > 2; count--) {
    const some = spread(loads, count);
    if (tableWidth(columnsOf(some), rows) > room) continue;
    const note = count < loads.length ? `\n${count} of ${loads.length} loads; --json has all` : '';
    return table(columnsOf(some), rows, { room }) + note;
  }
  return table(columnsOf(spread(loads, 2)), rows, { room });
}

/** So many of the values, the first and the last among them. */
function spread<T>(values: readonly T[], count: number): T[] {
  return Array.from(
    { length: count },
    (_, nth) => values[Math.round((nth * (values.length - 1)) / (count - 1))],
  ).filter((value) => value !== undefined);
}
