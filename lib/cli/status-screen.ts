import { stateOf } from '../admin/backend-view.js';
import type { BackendSnapshot, BalancerSnapshot } from '../control/snapshot.js';
import { counted, partOf } from '../logging/format.js';
import { formatAddress } from '../net/address.js';
import { printable } from '../printable.js';
import { table, type Column } from './table.js';

/** Backends that a screen has room for. */
const MOST = 50;

const COLUMNS: readonly Column<BackendSnapshot>[] = [
  { head: 'backend', cell: ({ name }) => printable(name), narrowest: 12 },
  { head: 'address', cell: formatAddress, align: 'left', rank: 2 },
  { head: 'state', cell: stateOf, align: 'left' },
  { head: 'weight', cell: ({ weight }) => weight, rank: 1 },
  { head: 'open', cell: ({ openConnections }) => openConnections },
];

/** How a balancer stands, on one screen. @param room - columns of the window */
export function statusScreen(snapshot: BalancerSnapshot, room: number): string {
  const { backends, algorithm, openConnections, waiting, stopping } = snapshot;
  const rows = backends.slice(0, MOST);
  const healthy = backends.filter((backend) => backend.healthy).length;
  const unseen = backends.length - rows.length;
  return [
    table(COLUMNS, rows, { room }),
    ...(unseen > 0 ? [`and ${counted(unseen, 'more backend')}`] : []),
    `${stopping ? 'draining; ' : ''}${partOf(healthy, backends.length, 'backend')} up; ` +
      `${counted(openConnections, 'open connection')}, ${counted(waiting, 'client')} waiting; algorithm ${algorithm}`,
  ].join('\n');
}
