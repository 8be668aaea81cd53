import { span, type StyledLine } from '../text/line.js';
import { fitLine } from '../text/width.js';
import type { KeyName } from './keyboard.js';
import { isClosing, type Overlay } from './overlay.js';

/** One of several things to choose from. */
export interface Choice {
  readonly text: string;
  /** @returns what takes the keys from now on */
  readonly choose: () => Overlay | undefined;
}

/** Choices under each other: chosen by the arrows and Enter, or by their numbers. */
export class Menu implements Overlay {
  readonly #title: string;
  readonly #choices: readonly Choice[];
  #index: number;

  /** @param index - the choice that is selected at first */
  constructor(title: string, choices: readonly Choice[], index = 0) {
    this.#title = title;
    this.#choices = choices;
    this.#index = Math.max(0, index);
  }

  body(room: number, height: number): readonly StyledLine[] {
    const shown = Math.max(1, height - 1);
    const top = Math.max(0, this.#index - shown + 1);
    const rows = this.#choices.slice(top, top + shown).map(({ text }, at): StyledLine => {
      const isSelected = top + at === this.#index;
      const number = top + at < 9 ? String(top + at + 1) : ' ';
      const line = [span(`${isSelected ? '▸' : ' '} ${number} ${text}`, isSelected ? 'selected' : undefined)];
      return fitLine(line, room);
    });
    return [[span(this.#title, 'strong'), span('  Enter chooses, Esc closes', 'faint')], ...rows];
  }

  press(key: KeyName): Overlay | undefined {
    if (isClosing(key)) return undefined;
    const last = this.#choices.length - 1;
    if (key === 'up') this.#index = Math.max(0, this.#index - 1);
    if (key === 'down') this.#index = Math.min(last, this.#index + 1);
    const chosen = key === 'enter' ? this.#index : /^[1-9]$/.test(key) ? Number(key) - 1 : -1;
    const choice = this.#choices[chosen];
    return choice === undefined ? this : choice.choose();
  }
}
