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

const SOURCE: Column<BackendView> = {
  head: 'source',
  cell: ({ source }) => source,
  align: 'left',
  rank: 3,
};

/** Backends as a table for people; where they come from is shown unless all are configured. @param room - columns of the window */
export function backendRows(backends: readonly BackendView[], room: number): string {
  if (backends.length === 0) return 'no backends';
  const columns = backends.every(({ source }) => source === 'config') ? COLUMNS : [...COLUMNS, SOURCE];
  return table(columns, backends, { room });
}
