import { emitKeypressEvents, type Interface, type Key } from 'node:readline';

/** How long Esc may be the beginning of the code of another key, in ms. */
const ESCAPE_MS = 100;
const NAMES: Readonly<Record<string, string>> = { return: 'enter' };

/** A key by its name, such as `up`, `enter`, `f5`, `ctrl-c`, or by the character that it types. */
export type KeyName = string;

/** Reads the keys of a terminal. */
export class Keyboard {
  readonly #input: NodeJS.ReadStream;
  readonly #listener: (text: string | undefined, key: Key) => void;

  constructor(input: NodeJS.ReadStream, pressed: (key: KeyName) => void) {
    this.#input = input;
    this.#listener = (text, key) => {
      const name = keyName(text, key);
      if (name !== undefined) pressed(name);
    };
  }

  open(): void {
    if (!this.#input.isTTY) return;
    emitKeypressEvents(this.#input, { escapeCodeTimeout: ESCAPE_MS } as unknown as Interface);
    this.#input.setRawMode(true);
    this.#input.off('keypress', this.#listener).on('keypress', this.#listener).resume();
  }

  close(): void {
    if (!this.#input.isTTY) return;
    this.#input.off('keypress', this.#listener).pause();
    try {
      this.#input.setRawMode(false);
    } catch {
      // The terminal is gone.
    }
  }
}

/** @returns undefined for what is no key */
export function keyName(text: string | undefined, { name, ctrl, meta }: Key): KeyName | undefined {
  if (ctrl === true) return name === undefined ? undefined : `ctrl-${name}`;
  const isTyped = text !== undefined && meta !== true && !/[\p{Cc}]/u.test(text);
  if (isTyped && text !== '') return text;
  return name === undefined ? undefined : (NAMES[name] ?? name);
}
