import type { ChalkInstance } from 'chalk';
import Table from 'cli-table3';
import type { Verdict } from '../check/finding.js';
import type { CheckResult, ConformanceReport } from '../check/report.js';
import { printable } from '../printable.js';
import { stdoutColours } from './terminal.js';

/** Of the longest column, so that the table fits into 110 columns. */
const DETAIL_WIDTH = 76;

/** What the kit found out about a balancer, as a table for people. */
export function checkTable({ checks, failed, verdicts }: ConformanceReport, noColor: boolean): string {
  const chalk = stdoutColours(noColor);
  const paint = verdictColours(chalk);
  const table = new Table({
    head: ['check', 'verdict', 'what came through'],
    colWidths: [null, null, DETAIL_WIDTH],
    wordWrap: true,
    style: { head: [], border: [], compact: true },
  });
  table.push(
    ...checks.map(({ name, verdict, detail }) => [name, paint[verdict](verdict), printable(detail)]),
  );
  const wanted = checks.filter(({ name }) => failed.includes(name)).map(unmet);
  const counts = Object.entries(verdicts).filter(([, n]) => n > 0);
  const total = counts.map(([verdict, n]) => `${n} ${verdict}`).join(', ');
  const verdict =
    failed.length === 0 ? chalk.green(total) : chalk.red(`${total}; failed: ${failed.join(', ')}`);
  return [table.toString(), ...wanted, verdict, ''].join('\n');
}

function unmet({ name, looksFor }: CheckResult): string {
  return `${name}: ${looksFor}`;
}

function verdictColours({ green, red, cyan, yellow }: ChalkInstance): Record<Verdict, ChalkInstance> {
  return { kept: green, broken: red, measured: cyan, unclear: yellow };
}
