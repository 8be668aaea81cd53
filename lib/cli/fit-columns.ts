/** What is known of a column before it is decided whether a table shows it. */
export interface ColumnSize {
  /** Characters of its longest line. */
  readonly natural: number;
  /** Characters that it can be made do with, by breaking its lines. @default it cannot be made narrower */
  readonly narrowest?: number;
  /** The columns of the highest rank are the first to go; those without one stay. */
  readonly rank?: number;
}

/** A column that is shown, and its width. */
export interface FittedColumn {
  readonly index: number;
  readonly width: number;
}

/** What stands around columns, in characters. */
export interface ColumnFrame {
  /** Around each of them. */
  readonly column: number;
  /** Beside them all, once. */
  readonly end: number;
}

/** Spaces and lines around each column, and the line at the end. */
const BORDERS: ColumnFrame = { column: 3, end: 1 };

/** Names and other texts can be broken into lines of that length when there is nothing else left to do. */
const LAST_RESORT = 8;

/** Chooses the columns of a table that is to be at most so wide: those of the highest rank are left out, then texts get narrower. */
export function fitColumns(
  sizes: readonly ColumnSize[],
  room: number,
  frame: ColumnFrame = BORDERS,
): FittedColumn[] {
  const shown = sizes.map((size, index) => ({ ...size, index }));
  const least = ({ natural, narrowest = natural }: ColumnSize): number => Math.min(natural, narrowest);
  while (widthOf(shown.map(least), frame) > room) {
    const rank = Math.max(0, ...shown.map((size) => size.rank ?? 0));
    if (rank === 0) break;
    shown.splice(
      shown.findLastIndex((size) => size.rank === rank),
      1,
    );
  }
  const tooNarrow = widthOf(shown.map(least), frame) > room;
  return narrowed(
    shown.map((size) => ({
      index: size.index,
      width: size.natural,
      least: tooNarrow ? Math.min(least(size), LAST_RESORT) : least(size),
    })),
    room,
    frame,
  );
}

/** The widest column that can be narrower gets narrower, until all fit. */
function narrowed(
  columns: readonly (FittedColumn & { readonly least: number })[],
  room: number,
  frame: ColumnFrame,
): FittedColumn[] {
  const widths = columns.map(({ width }) => width);
  for (let excess = widthOf(widths, frame) - room; excess > 0; excess--) {
    const spare = widths.map((width, at) => (width > (columns[at]?.least ?? 0) ? width : 0));
    const widest = Math.max(...spare);
    if (widest === 0) break;
    widths[spare.indexOf(widest)] = widest - 1;
  }
  return columns.map(({ index }, at) => ({ index, width: widths[at] ?? 0 }));
}

/** Of a table whose columns are so wide without their frames. */
export function widthOf(columns: readonly number[], frame: ColumnFrame = BORDERS): number {
  return columns.reduce((sum, width) => sum + width + frame.column, frame.end);
}
