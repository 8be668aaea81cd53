import type { StyledLine } from '../text/line.js';
import type { KeyName } from './keyboard.js';

/** Something that is shown over a view and takes the keys, until it is closed. */
export interface Overlay {
  /** In the place of the rows. Without it they stay in sight. */
  body?(room: number, height: number): readonly StyledLine[];
  /** In the line of messages. */
  prompt?(): StyledLine;
  /** Where text is typed in the prompt: columns from its beginning. */
  cursor?(): number;
  /** @returns what takes the keys from now on: itself, another one, or undefined for none */
  press(key: KeyName): Overlay | undefined;
}

/** The keys that close one. */
export function isClosing(key: KeyName): boolean {
  return key === 'escape' || key === 'q';
}
