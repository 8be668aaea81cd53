import { printable } from '../printable.js';
import { reflow } from '../reflow.js';
import { replayVerdict } from '../simulator/calibration/replay-verdict.js';
import type { WhatIf, WhatIfRun } from '../simulator/calibration/what-if.js';
import { formatFigure, formatInterval, formatShare, NOTHING } from '../simulator/report/figures.js';
import { table, type Column } from './table.js';
import { windowColumns } from './window.js';

/** A recorded run beside the same traffic otherwise, for people. */
export function whatIfText({ replay, runs }: WhatIf, room = windowColumns()): string {
  const wrapped = (text: string): string => reflow(printable(text), room, '  ');
  return [
    '',
    wrapped(`replayed: ${replayVerdict(replay)}`),
    table(COLUMNS, runs, { room, rest: 'below' }),
    wrapped('95 % of single simulated runs are within the bounds of their mean and p99; times are in ms'),
    '',
  ].join('\n');
}

const COLUMNS: readonly Column<WhatIfRun>[] = [
  { head: 'run', cell: ({ kind, algorithm }) => (kind === 'what-if' ? `what if: ${algorithm}` : kind) },
  { head: 'mean', cell: ({ latency }) => formatFigure(latency.mean) },
  { head: 'bounds', cell: ({ oneRun }) => formatInterval(oneRun?.mean), rank: 2 },
  { head: 'p99', cell: ({ latency }) => formatFigure(latency.p99) },
  { head: 'bounds of p99', cell: ({ oneRun }) => formatInterval(oneRun?.p99), rank: 2 },
  { head: 'p50', cell: ({ latency }) => formatFigure(latency.p50), rank: 1 },
  { head: 'largest share', cell: ({ shares }) => printable(largest(shares)), rank: 1 },
];

/** `B1 34.0 %`. */
function largest(shares: WhatIfRun['shares']): string {
  const [first] = Object.entries(shares).sort((a, b) => b[1] - a[1]);
  return first === undefined ? NOTHING : `${first[0]} ${formatShare(first[1])}`;
}
