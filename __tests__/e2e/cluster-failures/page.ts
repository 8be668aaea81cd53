import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PAGE = fileURLToPath(new URL('../../../docs/several-balancers.md', import.meta.url));

/** A failure as docs/several-balancers.md has it. */
export interface Row {
  readonly name: string;
  readonly reason: string;
  /** Shares of clients, from 0 to 1. */
  readonly known: number;
  readonly afterwards: number;
}

export function rowsOfPage(): Row[] {
  const [, section = ''] = readFileSync(PAGE, 'utf8').split('\n## When the store fails\n');
  const lines = section.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(2).map((line) => {
    const [name = '', reason = '', known = '', afterwards = ''] = line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim());
    return { name, reason, known: parseFloat(known) / 100, afterwards: parseFloat(afterwards) / 100 };
  });
}
