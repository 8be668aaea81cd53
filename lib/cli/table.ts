import Table from 'cli-table3';
import { fitColumns, widthOf } from './fit-columns.js';
import { reflow } from '../reflow.js';

export type Cell = string | number;

/** A column of a table of rows of some kind. */
export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => Cell;
  /** @default the first column is text and stands to the left, the others are figures and stand to the right */
  readonly align?: 'left' | 'right';
  /** The columns of the highest rank are the first to go where there is no room for all; those without one stay. */
  readonly rank?: number;
  /** Its lines may be broken to be no longer than that, where there is no room. */
  readonly narrowest?: number;
  /** Its lines are broken to be no longer than that. */
  readonly widest?: number;
}

export interface TableOptions {
  /** Columns of the window. */
  readonly room: number;
  /** What becomes of columns for which there is no room: they are named, or shown in a table below. @default 'named' */
  readonly rest?: 'named' | 'below';
}

/** A table for people, which fits into the window. */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { room, rest = 'named' }: TableOptions,
): string {
  if (room === Infinity) return draw(columns, rows);
  const widths = naturalWidths(columns, rows);
  const sizes = columns.map(({ rank, narrowest }, index) => ({
    natural: widths[index] ?? 0,
    ...(rank !== undefined && { rank }),
    ...(narrowest !== undefined && { narrowest }),
  }));
  const fitted = fitColumns(sizes, room);
  const shown = fitted.flatMap(({ index, width }) => {
    const column = columns[index];
    if (column === undefined) return [];
    const narrowed = width < (widths[index] ?? 0) && { widest: width };
    return [{ ...column, align: alignOf(column, index), ...narrowed }];
  });
  const drawn = draw(shown, rows);
  const left = columns.filter((_, index) => fitted.every((column) => column.index !== index));
  if (left.length === 0) return drawn;
  if (rest === 'below') {
    const [key] = shown;
    const below = key === undefined || rows.length === 1 ? left : [{ ...key, ...columns[0] }, ...left];
    // A table that cannot have one column more would go on for ever.
    if (below.length < columns.length) return `${drawn}\n${table(below, rows, { room, rest })}`;
  }
  const names = left.map(({ head }) => head).filter((head) => head !== '');
  return `${drawn}\n${reflow(`no room for ${names.join(', ')}: use a wider window, or --json`, room)}`;
}

function alignOf({ align }: Pick<Column<never>, 'align'>, index: number): 'left' | 'right' {
  return align ?? (index === 0 ? 'left' : 'right');
}

/** Of a table in which all columns are as narrow as they can be. */
export function tableWidth<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): number {
  const widths = naturalWidths(columns, rows);
  return widthOf(columns.map(({ narrowest = Infinity }, index) => Math.min(narrowest, widths[index] ?? 0)));
}

/** Of the columns without their frames, as they are drawn where there is room for all. */
function naturalWidths<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): number[] {
  const [border = ''] = draw(columns, rows).split('\n');
  return border
    .slice(1, -1)
    .split('┬')
    .map(({ length }) => length - 2);
}

function draw<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const drawn = new Table({
    head: columns.map(({ head, widest = Infinity }) => reflow(head, widest)),
    colAligns: columns.map(alignOf),
    style: { head: [], border: [], compact: true },
  });
  drawn.push(
    ...rows.map((row) =>
      columns.map(({ cell, widest = Infinity }) => {
        const content = cell(row);
        return typeof content === 'number' ? content : reflow(content, widest);
      }),
    ),
  );
  return drawn.toString();
}
