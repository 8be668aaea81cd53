import { shellWords } from '../../lib/cli/shell-words.js';

/** The line of a terminal that does what a control does, as it is typed into a shell. */
export function ctlLine(...words: readonly string[]): string {
  return `lbsim ctl ${shellWords(words)}`;
}
