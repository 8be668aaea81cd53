import { differenceText } from '../client/answer-difference.js';
import type { LoadReport, Quantiles } from '../client/load/load-report.js';
import { NOTHING } from '../simulator/report/figures.js';
import { printable } from '../printable.js';
import { formatBytes } from '../units.js';
import { table, type Cell } from './table.js';
import { stdoutColours } from './terminal.js';

/** What a load found, as tables for people. */
export function loadTables(report: LoadReport, noColor: boolean): string {
  const chalk = stdoutColours(noColor);
  const { connections, ok, failed, mismatches, seconds, bytesIn, bytesOut, firstMismatch } = report;
  const verdict =
    connections === 0
      ? 'no connection was made'
      : failed === 0
        ? chalk.green('all answers right')
        : chalk.red(`${failed} of ${connections} failed`);
  const perSecond = (amount: number, format: (rate: number) => string): string =>
    seconds > 0 ? format(amount / seconds) : NOTHING;
  const bytesPerSecond = (rate: number): string => `${formatBytes(rate)}/s`;
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
          perSecond(connections, (rate) => rate.toFixed(1)),
          perSecond(bytesIn, bytesPerSecond),
          perSecond(bytesOut, bytesPerSecond),
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
    ...(firstMismatch === null
      ? []
      : [`first mismatch, on connection ${firstMismatch.connection}: ${differenceText(firstMismatch)}`]),
    verdict,
    '',
  ].join('\n');
}

function quantiles({ p50, p90, p99, max }: Quantiles): string[] {
  return [p50, p90, p99, max].map((ms) => (ms === null ? NOTHING : ms.toFixed(ms < 10 ? 2 : 1)));
}

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}
