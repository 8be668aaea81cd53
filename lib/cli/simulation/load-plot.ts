import { fittingAxis, linearAxis, type Axis } from '../../simulator/page/axis.js';
import { reflow } from '../../reflow.js';
import { marksBelow } from './blocks.js';

const WIDTH = 64;
const NARROWEST = 16;
const HEIGHT = 14;
/** Rows between two labels of the vertical axis, columns between two of the horizontal one. */
const SPACING = { rows: 3, columns: 8 };
const LINE = '·';
const MARKS = ['●', '■', '▲', '◆', '○', '□', '△', '◇', '+', '×'];

/** A figure at each of some loads; under one algorithm. */
export interface LoadSeries {
  readonly name: string;
  readonly points: readonly { readonly load: number; readonly value: number }[];
}

/** A character of the plot, and which of the series it belongs to. */
interface Spot {
  readonly character: string;
  readonly series: number;
}

export interface LoadPlotOptions {
  /** Columns of the window. */
  readonly room: number;
  /** Gives the characters of a series its colour. */
  readonly paint: (text: string, series: number) => string;
}

/** A figure against load: a mark for each run, lines of dots between them, and which mark is whose. */
export function loadPlot(title: string, series: readonly LoadSeries[], options: LoadPlotOptions): string[] {
  const points = series.flatMap((each) => each.points);
  if (points.length === 0) return [];
  const { kind, ...y } = fittingAxis(
    points.map(({ value }) => value),
    { range: [HEIGHT - 1, 0], spacing: SPACING.rows },
  );
  const labels = labelsOf(y);
  const margin = Math.max(...labels.map(({ length }) => length)) + 1;
  const width = Math.max(NARROWEST, Math.min(WIDTH, options.room - margin - 1));
  const loads = points.map(({ load }) => load);
  const x = linearAxis({
    from: Math.min(...loads),
    to: Math.max(...loads),
    range: [0, width - 1],
    spacing: SPACING.columns,
    nice: false,
  });
  const rows = drawn(series, x, y, width).map((row) => paintedRow(row, options.paint));
  const ticks = x.ticks.map(({ at, label }) => ({ column: Math.round(at), text: `|${label}` }));
  return [
    `${title}, on a ${kind} scale`,
    ...rows.map((row, at) => `${(labels[at] ?? '').padStart(margin - 1)} │${row}`.trimEnd()),
    `${' '.repeat(margin)}└${'─'.repeat(width)}`,
    ...marksBelow(ticks, width).map((line) => ' '.repeat(margin + 1) + line),
    reflow(
      series.map(({ name }, index) => `${options.paint(markOf(index), index)} ${name}`).join('   '),
      options.room,
    ),
  ];
}

function markOf(series: number): string {
  return MARKS[series % MARKS.length] ?? LINE;
}

/** For each row, the label that stands beside it. */
function labelsOf({ ticks }: Pick<Axis, 'ticks'>): string[] {
  const labels = Array.from({ length: HEIGHT }, () => '');
  for (const { at, label } of ticks) if (label !== '') labels[Math.round(at)] = label;
  return labels;
}

/** Rows of characters; marks stand above lines, and the first series above the others. */
function drawn(
  series: readonly LoadSeries[],
  x: Pick<Axis, 'place'>,
  y: Pick<Axis, 'place'>,
  width: number,
): (Spot | undefined)[][] {
  const rows = Array.from({ length: HEIGHT }, () =>
    Array.from({ length: width }, (): Spot | undefined => undefined),
  );
  const put = (column: number, row: number, spot: Spot): void => {
    const line = rows[Math.round(row)];
    if (line !== undefined) line[Math.round(column)] = spot;
  };
  const placed = series
    .map(({ points }, index) => ({
      index,
      at: points.map(({ load, value }) => [x.place(load), y.place(value)] as const),
    }))
    .reverse();
  for (const { index, at } of placed) {
    at.slice(1).forEach(([toColumn, toRow], nth) => {
      const [fromColumn, fromRow] = at[nth] ?? [toColumn, toRow];
      for (let column = Math.ceil(fromColumn); column < toColumn; column++) {
        const share = (column - fromColumn) / (toColumn - fromColumn);
        put(column, fromRow + share * (toRow - fromRow), { character: LINE, series: index });
      }
    });
  }
  for (const { index, at } of placed)
    for (const [column, row] of at) put(column, row, { character: markOf(index), series: index });
  return rows;
}

function paintedRow(row: readonly (Spot | undefined)[], paint: LoadPlotOptions['paint']): string {
  return row.map((spot) => (spot === undefined ? ' ' : paint(spot.character, spot.series))).join('');
}
