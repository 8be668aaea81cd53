import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PAGE = fileURLToPath(new URL('../../../docs/what-happens-when.md', import.meta.url));
const HEADER = /^\| *what goes wrong *\|/i;
const RULE = /^\| *-/;

/** A row of one of the page's tables. */
export interface Row {
  /** Of the table it stands in. */
  readonly heading: string;
  readonly fault: string;
  readonly client: string;
  readonly log: string;
}

/** All rows of the page, in order. */
export function rowsOfPage(): Row[] {
  let heading = '';
  const rows: Row[] = [];
  for (const line of readFileSync(PAGE, 'utf8').split('\n')) {
    if (line.startsWith('#')) heading = line.replace(/^#+ /, '');
    if (!line.startsWith('|') || HEADER.test(line) || RULE.test(line)) continue;
    const [fault = '', client = '', log = ''] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    rows.push({ heading, fault, client, log });
  }
  return rows;
}
