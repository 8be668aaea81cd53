import type { LoadReport, Quantiles } from '../client/load/load-report.js';
import { printable } from '../printable.js';
import { formatBytes } from '../units.js';
import { table, type Cell } from './table.js';
import { stdoutColours } from './terminal.js';

/** What a load found, as tables for people. */
export function loadTables(report: LoadReport, noColor: boolean): string {
  const chalk = stdoutColours(noColor);
  const { connections, ok, failed, mismatches, seconds, bytesIn, bytesOut } = report;
  const verdict =
    failed === 0 ? chalk.green('all answers right') : chalk.red(`${failed} of ${connections} failed`);
  const perSecond = (amount: number): number => (seconds > 0 ? amount / seconds : 0);
  const answers = Object.values(report.backends).reduce((sum, n) => sum + n, 0);
  const backends = Object.entries(report.backends).map(([name, n]): Cell[] => [
    printable(name),
    n,
    share(n, answers),
  ]);
  const errors = Object.entries(report.errors).map(([kind, n]): Cell[] => [kind, n]);
  return [
    table(
      ['connections', 'ok', 'failed', 'mismatches', 'seconds', 'connections/s', 'received', 'sent'],
      [
        [
          connections,
          ok,
          failed,
          mismatches,
          seconds.toFixed(2),
          perSecond(connections).toFixed(1),
          `${formatBytes(perSecond(bytesIn))}/s`,
          `${formatBytes(perSecond(bytesOut))}/s`,
        ],
      ],
    ),
    table(
      ['milliseconds', 'p50', 'p90', 'p99', 'max'],
      [
        ['connect', ...quantiles(report.connectMs)],
        ['answer', ...quantiles(report.latencyMs)],
      ],
    ),
    ...(backends.length > 0 ? [table(['backend', 'answers', 'share'], backends)] : []),
    ...(errors.length > 0 ? [table(['error', 'connections'], errors)] : []),
    verdict,
    '',
  ].join('\n');
}

function quantiles({ p50, p90, p99, max }: Quantiles): string[] {
  return [p50, p90, p99, max].map((ms) => ms.toFixed(ms < 10 ? 2 : 1));
}

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}
