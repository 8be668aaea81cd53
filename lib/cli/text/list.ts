import { fitColumns } from '../fit-columns.js';
import { span, type StyledLine, type Span } from './line.js';
import { fitText, textWidth } from './width.js';

/** A column of a list of rows of some kind. */
export interface ListColumn<Row> {
  readonly head: string;
  readonly cell: (row: Row) => string | number | Span;
  /** @default 'left' */
  readonly align?: 'left' | 'right';
  /** The columns of the highest rank are the first to go where there is no room for all; those without one stay. */
  readonly rank?: number;
  /** Its texts may be cut to be no longer than that, where there is no room. */
  readonly narrowest?: number;
}

/** A column that a list can be sorted by. */
export interface SortableColumn<Row> extends ListColumn<Row> {
  /** What is typed to sort by it. */
  readonly letter: string;
  /** What rows are compared by. */
  readonly value: (row: Row) => string | number;
}

/** Rows under each other, without borders. */
export interface List {
  readonly head: StyledLine;
  readonly rows: readonly StyledLine[];
  /** The heads of the columns for which there is no room. */
  readonly omitted: readonly string[];
}

const GAP = '  ';
const FRAME = { column: GAP.length, end: -GAP.length };

/** Lays rows out as a list that is at most so wide. @param room - columns; Infinity for all that there is */
export function listOf<Row>(columns: readonly ListColumn<Row>[], rows: readonly Row[], room: number): List {
  const cells = columns.map(({ cell }) => rows.map((row) => spanOf(cell(row))));
  const sizes = columns.map(({ head, rank, narrowest }, index) => ({
    natural: Math.max(textWidth(head), ...(cells[index] ?? []).map(({ text }) => textWidth(text))),
    ...(rank !== undefined && { rank }),
    ...(narrowest !== undefined && { narrowest }),
  }));
  const shown = fitColumns(sizes, room, FRAME);
  const aligned = (pieces: (index: number) => Span): StyledLine =>
    shown.flatMap(({ index, width }, at) => {
      const { text, style } = pieces(index);
      const fitted = fitText(text, width, columns[index]?.align);
      const isLast = at === shown.length - 1;
      return [...(at === 0 ? [] : [span(GAP)]), span(isLast ? fitted.trimEnd() : fitted, style)];
    });
  return {
    head: aligned((index) => span(columns[index]?.head ?? '', 'strong')),
    rows: rows.map((_, row) => aligned((index) => cells[index]?.[row] ?? span(''))),
    omitted: columns
      .filter((_, index) => shown.every((each) => each.index !== index))
      .map(({ head }) => head),
  };
}

function spanOf(cell: string | number | Span): Span {
  return typeof cell === 'object' ? cell : span(String(cell));
}
