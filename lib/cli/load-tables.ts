import { differenceText } from '../client/answer-difference.js';
import { failoverLines } from './failover-table.js';
import type { ArrivalReport } from '../client/load/gap-meter.js';
import type { LoadReport, Quantiles } from '../client/load/load-report.js';
import { NOTHING } from '../simulator/report/figures.js';
import { printable } from '../printable.js';
import { formatBytes, formatMs } from '../units.js';
import { reflow } from '../reflow.js';
import { table, type Column } from './table.js';
import { stdoutColours } from './terminal.js';
import { windowColumns } from './window.js';

/** What a load found, as tables for people. */
export function loadTables(report: LoadReport, noColor: boolean, room = windowColumns()): string {
  const chalk = stdoutColours(noColor);
  const { connections, failed, firstMismatch, arrivals, failover } = report;
  const verdict =
    connections === 0
      ? 'no connection was made'
      : failed === 0
        ? chalk.green('all answers right')
        : chalk.red(`${failed} of ${connections} failed`);
  const backends = Object.entries(report.backends);
  const answers = backends.reduce((sum, [, n]) => sum + n, 0);
  const errors = Object.entries(report.errors);
  return [
    table(TOTALS, [report], { room, rest: 'below' }),
    table(LATENCIES, [['connect', report.connectMs] as const, ['answer', report.latencyMs] as const], {
      room,
    }),
    ...(arrivals === null ? [] : [table(ARRIVALS, [arrivals], { room })]),
    ...(backends.length > 0 ? [table(backendColumns(answers), backends, { room })] : []),
    ...(failover === undefined ? [] : failoverLines(failover, room)),
    ...(errors.length > 0 ? [table(ERRORS, errors, { room })] : []),
    ...(firstMismatch === null
      ? []
      : [
          reflow(
            `first mismatch, on connection ${firstMismatch.connection}: ${differenceText(firstMismatch)}`,
            room,
          ),
        ]),
    verdict,
    '',
  ].join('\n');
}

const TOTALS: readonly Column<LoadReport>[] = [
  { head: 'connections', cell: ({ connections }) => connections },
  { head: 'ok', cell: ({ ok }) => ok },
  { head: 'failed', cell: ({ failed }) => failed },
  { head: 'mismatches', cell: ({ mismatches }) => mismatches, rank: 1 },
  { head: 'time', cell: ({ seconds }) => formatMs(seconds * 1000) },
  {
    head: 'connections/s',
    // Attempts that were all refused are no connections.
    cell: ({ connections, connectMs, seconds }) =>
      perSecond(connectMs.max === null ? 0 : connections, seconds, (rate) => rate.toFixed(1)),
    rank: 1,
  },
  { head: 'received', cell: ({ bytesIn, seconds }) => perSecond(bytesIn, seconds, byteRate), rank: 2 },
  { head: 'sent', cell: ({ bytesOut, seconds }) => perSecond(bytesOut, seconds, byteRate), rank: 2 },
];

const LATENCIES: readonly Column<readonly [name: string, Quantiles]>[] = [
  { head: 'milliseconds', cell: ([name]) => name },
  ...(['p50', 'p90', 'p99', 'max'] as const).map((quantile) => ({
    head: quantile,
    cell: ([, quantiles]: readonly [string, Quantiles]) => milliseconds(quantiles[quantile]),
    ...(quantile === 'p90' && { rank: 1 }),
  })),
];

const ARRIVALS: readonly Column<ArrivalReport>[] = [
  { head: 'arrivals', cell: ({ kind }) => printable(kind), narrowest: 16 },
  { head: 'per second', cell: ({ rate }) => (rate === null ? NOTHING : rate.toFixed(1)) },
  { head: 'CV² of gaps', cell: ({ cv2 }) => (cv2 === null ? NOTHING : cv2.toFixed(2)) },
  { head: 'latest start', cell: ({ latestStartMs }) => formatMs(latestStartMs), rank: 1 },
];

const ERRORS: readonly Column<readonly [kind: string, count: number]>[] = [
  { head: 'error', cell: ([kind]) => kind },
  { head: 'connections', cell: ([, count]) => count },
];

function backendColumns(answers: number): Column<readonly [name: string, answers: number]>[] {
  return [
    { head: 'backend', cell: ([name]) => printable(name), narrowest: 16 },
    { head: 'answers', cell: ([, n]) => n },
    { head: 'share', cell: ([, n]) => `${((100 * n) / answers).toFixed(1)} %` },
  ];
}

/** A dash where nothing was connected, so that there is no rate. */
function perSecond(amount: number, seconds: number, format: (rate: number) => string): string {
  return seconds > 0 && amount > 0 ? format(amount / seconds) : NOTHING;
}

function byteRate(rate: number): string {
  return `${formatBytes(rate)}/s`;
}

function milliseconds(ms: number | null): string {
  return ms === null ? NOTHING : ms.toFixed(ms < 10 ? 2 : 1);
}
