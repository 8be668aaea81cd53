import type { FailoverReport, ThroughBalancer } from '../client/load/failover-report.js';
import { counted } from '../logging/format.js';
import { printable } from '../printable.js';
import { reflow } from '../reflow.js';
import { table, type Column } from './table.js';

/** What a load saw of several balancers: a table of them, and a sentence about the switches. */
export function failoverLines(report: FailoverReport, room: number): readonly string[] {
  const balancers = Object.entries(report.balancers);
  return [table(COLUMNS, balancers, { room }), reflow(switchesText(report), room)];
}

const COLUMNS: readonly Column<readonly [address: string, through: ThroughBalancer]>[] = [
  { head: 'through', cell: ([address]) => printable(address), narrowest: 16 },
  { head: 'answers', cell: ([, { answers }]) => answers },
  { head: 'of', cell: ([, { backends }]) => backendsText(backends), narrowest: 16, rank: 1 },
];

function backendsText(backends: Readonly<Record<string, number>>): string {
  return Object.entries(backends)
    .map(([name, answers]) => `${printable(name)} ${answers}`)
    .join(', ');
}

/** `2 switches to another balancer, 1 message sent again; the backend stayed the same`. */
function switchesText({ switches, resent, backend }: FailoverReport): string {
  if (switches === 0) return 'no switch to another balancer';
  const again = resent > 0 ? `, ${counted(resent, 'message')} sent again` : '';
  const times = switches === 1 ? '1 switch' : `${switches} switches`;
  return `${times} to another balancer${again}; ${backendText(backend)}`;
}

function backendText({ same, other, unknown }: FailoverReport['backend']): string {
  if (same + other === 0) return 'whether the backend stayed the same is unknown';
  const known =
    other === 0
      ? 'the backend stayed the same'
      : `the backend stayed ${counted(same, 'time')} and changed ${counted(other, 'time')}`;
  return unknown === 0 ? known : `${known}, ${counted(unknown, 'time')} it is unknown`;
}
