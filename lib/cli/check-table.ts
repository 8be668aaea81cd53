import type { ChalkInstance } from 'chalk';
import type { CheckVerdict } from '../check/finding.js';
import type { CheckResult, ConformanceReport } from '../check/report.js';
import { printable } from '../printable.js';
import { reflow } from '../reflow.js';
import { table } from './table.js';
import { stdoutColours } from './terminal.js';
import { windowColumns } from './window.js';

/** Of the longest column: so the table fits into 110 columns, and into a narrow window. */
const DETAIL = { widest: 74, narrowest: 16 } as const;

/** What the kit found out about a balancer, as a table for people. */
export function checkTable(
  { checks, failed, unclear, verdicts }: ConformanceReport,
  noColor: boolean,
  room = windowColumns(),
): string {
  const chalk = stdoutColours(noColor);
  const paint = verdictColours(chalk);
  const drawn = table<CheckResult>(
    [
      { head: 'check', cell: ({ name }) => name },
      { head: 'verdict', cell: ({ verdict }) => paint[verdict](verdict), align: 'left' },
      { head: 'what came through', cell: ({ detail }) => printable(detail), align: 'left', ...DETAIL },
    ],
    checks,
    { room },
  );
  const wanted = checks.filter(({ name }) => [...failed, ...unclear].includes(name)).map(unmet);
  const counts = Object.entries(verdicts).filter(([, n]) => n > 0);
  const total = counts.map(([verdict, n]) => `${n} ${verdict}`).join(', ');
  const paintSum = failed.length > 0 ? chalk.red : unclear.length > 0 ? chalk.yellow : chalk.green;
  const sum = paintSum(total + named('failed', failed) + named('unclear, to be run again', unclear));
  return [drawn, ...[...wanted, sum].map((line) => reflow(line, room, '  ')), ''].join('\n');
}

function named(what: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `; ${what}: ${names.join(', ')}`;
}

function unmet({ name, looksFor }: CheckResult): string {
  return `${name}: ${looksFor}`;
}

function verdictColours({ green, red, cyan, yellow }: ChalkInstance): Record<CheckVerdict, ChalkInstance> {
  return { kept: green, broken: red, measured: cyan, unclear: yellow };
}
