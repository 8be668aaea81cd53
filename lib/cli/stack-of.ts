import { printable } from '../printable.js';

/** An error's stack, one frame a line, also when the message before them has several. */
export function stackOf({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .map((line) => `${printable(line)}\n`)
    .join('');
}
