import type { BackendView } from '../../admin/backend-view.js';
import { formatAddress } from '../../net/address.js';
import { printable } from '../../printable.js';
import { table, type Column } from '../table.js';

const COLUMNS: readonly Column<BackendView>[] = [
  { head: 'backend', cell: ({ name }) => printable(name), narrowest: 12 },
  { head: 'address', cell: ({ address }) => formatAddress(address), align: 'left', rank: 2 },
  { head: 'state', cell: ({ effective }) => effective.state, align: 'left' },
  { head: 'weight', cell: ({ effective }) => effective.weight, rank: 1 },
  { head: 'open', cell: ({ load: { open, max } }) => (max === null ? open : `${open} of ${max}`) },
];

/** Backends as a table for people. @param room - columns of the window */
export function backendRows(backends: readonly BackendView[], room: number): string {
  return backends.length === 0 ? 'no backends' : table(COLUMNS, backends, { room });
}
