import { span, type StyledLine } from '../text/line.js';
import type { KeyName } from './keyboard.js';
import type { Overlay } from './overlay.js';

/** A question that one key answers. */
export class Question implements Overlay {
  readonly #text: string;
  readonly #answered: (key: KeyName) => void;

  constructor(text: string, answered: (key: KeyName) => void) {
    this.#text = text;
    this.#answered = answered;
  }

  prompt(): StyledLine {
    return [span(this.#text, 'caution')];
  }

  press(key: KeyName): undefined {
    this.#answered(key);
  }
}
