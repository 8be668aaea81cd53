import { span, type StyledLine } from '../text/line.js';
import { wrapLine } from '../text/wrap.js';
import type { KeyName } from './keyboard.js';
import { isClosing, type Overlay } from './overlay.js';

/** A text that is read: help, everything about a backend, what a command line has answered. */
export class Page implements Overlay {
  readonly #title: string;
  readonly #lines: () => readonly StyledLine[];
  #offset = 0;
  #height = 1;
  #count = 0;

  /** @param lines - asked for whenever it is drawn, so that what it tells stays true */
  constructor(title: string, lines: () => readonly StyledLine[]) {
    this.#title = title;
    this.#lines = lines;
  }

  body(room: number, height: number): readonly StyledLine[] {
    const all = this.#lines().flatMap((line) => wrapLine(line, room));
    this.#height = Math.max(1, height - 1);
    this.#count = all.length;
    this.#offset = Math.max(0, Math.min(this.#offset, all.length - this.#height));
    const part = all.slice(this.#offset, this.#offset + this.#height);
    const more = all.length > this.#height ? `  ${this.#offset + part.length}/${all.length} lines` : '';
    return [[span(this.#title, 'strong'), span(`${more}  Esc closes`, 'faint')], ...part];
  }

  press(key: KeyName): Overlay | undefined {
    const steps: Readonly<Record<string, number>> = {
      ...{ up: -1, down: 1, pageup: -this.#height, pagedown: this.#height, ' ': this.#height },
      ...{ home: -Infinity, g: -Infinity, end: Infinity, G: Infinity },
    };
    const by = steps[key];
    if (by !== undefined) this.#offset = Math.max(0, Math.min(this.#count, this.#offset + by));
    return isClosing(key) || key === 'enter' || key === '?' ? undefined : this;
  }
}
