import { formatCount, formatFigure, formatTime, NOTHING } from '../../simulator/report/figures.js';
import { classRows } from '../../simulator/report/class-rows.js';
import type { PairReport, SimulationReport } from '../../simulator/report/report.js';
import { table, tableWidth, type Column } from '../table.js';
import { inUnit } from './in-unit.js';
import { withAdvice } from './tables.js';

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
  const figures = [
    [head('mean'), (run: SimulationReport) => formatTime(run, run.meanSojourn)],
    [head('p99'), (run: SimulationReport) => formatTime(run, run.p99)],
    ...(runs.some(({ failed }) => failed > 0)
      ? [['failed', ({ failed }: SimulationReport) => formatCount(failed)] as const]
      : []),
  ] as const;
  const tables = figures.map(([name, textOf]) => {
    const cells = runs.map((run) => ({ name: run.algorithm, load: run.load, text: textOf(run) }));
    return byLoad(`${name}, at load`, rowsOf(cells), room);
  });
  return [...tables, ...classTables(runs, room)];
}

/** The mean and the p99 of each class of requests, if there are several. */
function classTables(runs: readonly SimulationReport[], room: number): string[] {
  const classes = classRows(runs);
  if (classes.length === 0) return [];
  const head = inUnit(runs);
  return (['mean', 'p99'] as const).map((figure) => {
    const cells = classes.map(({ algorithm, load, found }) => ({
      name: `${found.class}, ${algorithm}`,
      load,
      text: formatFigure(found.latency[figure]),
    }));
    return byLoad(`${head(figure)} of each class, at load`, rowsOf(cells), room);
  });
}

/** By how many times the means of each two algorithms differ, at each load. */
export function ratioTable(
  pairs: readonly PairReport[],
  runs: readonly SimulationReport[],
  room: number,
): string {
  const cells = pairs.map(({ a, b, load, ratio, confidence, significant }) => {
    const text = ratio === null ? NOTHING : `${formatFigure(ratio)}×`;
    return { name: `${b} / ${a}`, load, text: confidence === null || significant ? text : `(${text})` };
  });
  const ratios = byLoad('ratio of means, at load', rowsOf(cells), room);
  const known = pairs.some(({ confidence }) => confidence !== null);
  return withAdvice(known ? `${ratios}\nin parentheses: not significant` : ratios, runs, room);
}

/** Gathers the cells of a table into its rows. */
function rowsOf(
  cells: readonly { readonly name: string; readonly load?: number | undefined; readonly text: string }[],
): Row[] {
  const rows = new Map<string, Map<number, string>>();
  for (const { name, load = NaN, text } of cells) {
    const row = rows.get(name) ?? new Map<number, string>();
    rows.set(name, row.set(load, text));
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

/** That number of the values, evenly spread, the first and the last among them. */
function spread<T>(values: readonly T[], count: number): T[] {
  return Array.from(
    { length: count },
    (_, nth) => values[Math.round((nth * (values.length - 1)) / (count - 1))],
  ).filter((value) => value !== undefined);
}
