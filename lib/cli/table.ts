import Table from 'cli-table3';

export type Cell = string | number;

/**
 * A table for people.
 *
 * @param textColumns - so many of the first columns are text, the others figures, which stand to the right
 */
export function table(head: string[], rows: Cell[][], textColumns = 1): string {
  const aligned = head.map((_, column) => (column < textColumns ? 'left' : 'right'));
  const drawn = new Table({ head, colAligns: aligned, style: { head: [], border: [], compact: true } });
  drawn.push(...rows);
  return drawn.toString();
}
