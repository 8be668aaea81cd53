import { writeSync } from 'node:fs';
import ansiEscapes from 'ansi-escapes';
import type { PaintLine } from '../text/paint.js';
import { DiffRenderer, type ScreenFrame } from './renderer.js';

const { enterAlternativeScreen, exitAlternativeScreen, cursorShow } = ansiEscapes;
/** DECAWM: without it a full last row does not scroll the screen. */
const NO_WRAP = '\u001b[?7l';
const WRAP = '\u001b[?7h';
const USUAL = { columns: 80, rows: 24 };

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/** The full screen of a terminal. Whatever ends it, `close` leaves the terminal as it was. */
export class Screen {
  readonly #output: NodeJS.WriteStream & { readonly fd: number };
  readonly #renderer: DiffRenderer;
  #isOpen = false;

  constructor(output: NodeJS.WriteStream & { readonly fd: number }, paint: PaintLine) {
    this.#output = output;
    this.#renderer = new DiffRenderer(paint);
  }

  get size(): ScreenSize {
    const { columns, rows } = this.#output;
    return { columns: columns || USUAL.columns, rows: rows || USUAL.rows };
  }

  /** Once it is open, has the next frame drawn as a whole: a terminal keeps one alternate screen. */
  open(): void {
    this.#renderer.forget();
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#output.write(enterAlternativeScreen + NO_WRAP);
  }

  draw(frame: ScreenFrame): void {
    if (!this.#isOpen) return;
    const text = this.#renderer.render(frame, this.size.columns);
    if (text !== '') this.#output.write(text);
  }

  /** Has the next frame drawn as a whole, as after a change of size. */
  forget(): void {
    this.#renderer.forget();
  }

  /** Leaves it at once, so that it can be called when the process ends. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    try {
      writeSync(this.#output.fd, WRAP + cursorShow + exitAlternativeScreen);
    } catch {
      // The terminal is gone: nothing is left to restore.
    }
  }
}
