import wrapAnsi from 'wrap-ansi';

/**
 * Breaks a text into lines of at most `columns`, between words; a word that is longer than a line is broken inside.
 *
 * @param indent - before each line but the first
 */
export function reflow(text: string, columns: number, indent = ''): string {
  if (columns === Infinity) return text;
  const lines = wrapAnsi(text, Math.max(1, columns - indent.length), { hard: true }).split('\n');
  return lines.join(`\n${indent}`);
}
