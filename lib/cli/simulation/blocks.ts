const HEIGHTS = ' ▁▂▃▄▅▆▇█';

export interface BlockOptions {
  /** What is as high as can be. @default the highest of the values */
  readonly highest?: number;
  /** Whether whatever is above 0 can be seen, however little. @default true */
  readonly faint?: boolean;
}

/** One character a value, as high as the value is by the highest one. */
export function blocks(
  values: readonly number[],
  { highest = Math.max(...values), faint = true }: BlockOptions = {},
): string {
  return values
    .map((value) => {
      if (!(value > 0) || highest <= 0) return HEIGHTS.charAt(0);
      return HEIGHTS.charAt(Math.max(Number(faint), Math.round((value / highest) * (HEIGHTS.length - 1))));
    })
    .join('');
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of that share of a width, in eighths of a character. */
export function bar(share: number, width: number): string {
  const eighths = Math.round(Math.max(0, Math.min(1, share)) * width * 8);
  return '█'.repeat(eighths >>> 3) + (EIGHTHS[eighths & 7] ?? '');
}

/** A text that belongs to a column. */
export interface Mark {
  readonly column: number;
  readonly text: string;
}

const MOST_LINES = 3;

/**
 * Marks under a row of characters, on up to three lines so that none runs into the next; marks that find no place are left out.
 * A text that would end past the row's room ends at its column instead, with its `|` there: `10|`.
 *
 * @param room - columns that there are
 */
export function marksBelow(marks: readonly Mark[], room = Infinity): string[] {
  const lines: string[] = [];
  for (const { column, text } of marks) {
    const turned = column + text.length > room && text.startsWith('|');
    const shown = turned ? `${text.slice(1)}|` : text;
    const begin = turned ? column + 1 - shown.length : column;
    if (begin < 0) continue;
    const free = lines.findIndex((line) => line.length < begin || line.length === 0);
    const line = free < 0 ? lines.length : free;
    if (line < MOST_LINES) lines[line] = (lines[line] ?? '').padEnd(begin) + shown;
  }
  return lines;
}
