import ansiEscapes from 'ansi-escapes';
import type { StyledLine } from '../text/line.js';
import type { PaintLine } from '../text/paint.js';
import { lineWidth } from '../text/width.js';

const { beginSynchronizedOutput: BEGIN, endSynchronizedOutput: END } = ansiEscapes;
const { cursorTo, cursorHide, cursorShow, eraseEndLine } = ansiEscapes;

/** A full screen: as many lines as the terminal has, each at most as wide. */
export interface ScreenFrame {
  readonly lines: readonly StyledLine[];
  /** Where text is typed, if it is. */
  readonly cursor?: { readonly column: number; readonly row: number } | undefined;
}

/** Turns frames into what a terminal has to be told: only the rows that have changed since the frame before. */
export class DiffRenderer {
  readonly #paint: PaintLine;
  /** As they were painted. */
  #rows: readonly string[] = [];
  #cursor = '';

  constructor(paint: PaintLine) {
    this.#paint = paint;
  }

  /** Nothing is known any more of what the terminal shows: the next frame is written as a whole. */
  forget(): void {
    this.#rows = [];
    this.#cursor = '';
  }

  /** @param columns - of the terminal @returns what is to be written; empty when nothing has changed */
  render({ lines, cursor }: ScreenFrame, columns: number): string {
    const rows = lines.map(this.#paint);
    const changes = rows.flatMap((row, at) => {
      if (row === this.#rows[at]) return [];
      // In a full row the cursor stays in the last column, which erasing would clear.
      const line = lines[at] ?? [];
      return [cursorTo(0, at), row, lineWidth(line) < columns ? eraseEndLine : ''];
    });
    this.#rows = rows;
    const shown = cursor === undefined ? cursorHide : cursorTo(cursor.column, cursor.row) + cursorShow;
    if (changes.length === 0 && shown === this.#cursor) return '';
    this.#cursor = shown;
    return BEGIN + changes.join('') + shown + END;
  }
}
