import { span, type StyledLine } from '../text/line.js';
import { textWidth } from '../text/width.js';
import type { KeyName } from './keyboard.js';
import type { Overlay } from './overlay.js';

export interface PromptOptions {
  /** Before what is typed. */
  readonly label: string;
  /** What stands there at first. */
  readonly text?: string;
  readonly changed?: (text: string) => void;
  /** @returns what takes the keys from now on */
  readonly submitted: (text: string) => Overlay | undefined;
  /** Esc was pressed. */
  readonly cancelled?: () => void;
  /** What the text may go on with: at Tab. */
  readonly completions?: (text: string) => readonly string[];
  /** Lines that were typed before, the oldest first. */
  readonly history?: readonly string[];
}

const graphemes = new Intl.Segmenter();

/** A line that is typed. */
export class Prompt implements Overlay {
  readonly #options: PromptOptions;
  #text: string;
  #offered: readonly string[] = [];
  /** How far back in the history. */
  #back = 0;

  constructor(options: PromptOptions) {
    this.#options = options;
    this.#text = options.text ?? '';
  }

  prompt(): StyledLine {
    const offered = this.#offered.length > 0 ? `   ${this.#offered.join('  ')}` : '';
    return [span(this.#options.label, 'strong'), span(this.#text), span(offered, 'faint')];
  }

  cursor(): number {
    return textWidth(this.#options.label) + textWidth(this.#text);
  }

  press(key: KeyName): Overlay | undefined {
    const { submitted, cancelled } = this.#options;
    this.#offered = [];
    if (key === 'enter') return submitted(this.#text);
    const isLeft = key === 'escape' || (key === 'backspace' && this.#text === '');
    if (isLeft) {
      cancelled?.();
      return undefined;
    }
    this.#edit(key);
    this.#options.changed?.(this.#text);
    return this;
  }

  #edit(key: KeyName): void {
    if (key === 'backspace')
      this.#text = [...graphemes.segment(this.#text)]
        .slice(0, -1)
        .map(({ segment }) => segment)
        .join('');
    else if (key === 'ctrl-u') this.#text = '';
    else if (key === 'ctrl-w') this.#text = this.#text.replace(/\S*\s*$/, '');
    else if (key === 'tab') this.#complete();
    else if (key === 'up') this.#recall(1);
    else if (key === 'down') this.#recall(-1);
    else if (isTyped(key)) this.#text += key;
  }

  #complete(): void {
    const found = this.#options.completions?.(this.#text) ?? [];
    const [first] = found;
    if (first === undefined) return;
    const word = /\S*$/.exec(this.#text)?.[0] ?? '';
    const common = found.reduce(commonBeginning, first);
    this.#text =
      this.#text.slice(0, this.#text.length - word.length) + common + (found.length === 1 ? ' ' : '');
    if (found.length > 1) this.#offered = found;
  }

  #recall(by: number): void {
    const { history = [] } = this.#options;
    this.#back = Math.max(0, Math.min(history.length, this.#back + by));
    this.#text = this.#back === 0 ? '' : (history.at(-this.#back) ?? '');
  }
}

/** Whether the key is a character, not one of those with a name. */
function isTyped(key: KeyName): boolean {
  return [...graphemes.segment(key)].length === 1;
}

function commonBeginning(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}
