import wrapAnsi from 'wrap-ansi';

/**
 * A text in lines of at most so many columns, broken between words; inside of those that are longer than a line.
 *
 * @param indent - before each line but the first
 */
export function reflow(text: string, columns: number, indent = ''): string {
  if (columns === Infinity) return text;
  const lines = wrapAnsi(text, Math.max(1, columns - indent.length), { hard: true }).split('\n');
  return lines.join(`\n${indent}`);
}
