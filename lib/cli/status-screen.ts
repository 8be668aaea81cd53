import type { BackendSnapshot, BalancerSnapshot } from '../control/snapshot.js';
import { count } from '../logging/format.js';
import { formatAddress } from '../net/address.js';
import { printable } from '../printable.js';
import { table, type Cell } from './table.js';

/** Backends that a screen has room for. */
const MOST = 50;

/** One word for how a backend stands. */
export function stateOf(backend: BackendSnapshot): string {
  const { admin, healthy, active, backup, openConnections, maxConnections, warmth } = backend;
  if (admin !== 'ready') return openConnections > 0 ? 'draining' : admin;
  if (!healthy) return 'down';
  if (maxConnections !== null && openConnections >= maxConnections) return 'full';
  if (backup && !active) return 'standby';
  return warmth < 1 ? 'starting' : 'up';
}

/** How a balancer stands, on one screen. */
export function statusScreen(snapshot: BalancerSnapshot): string {
  const { backends, algorithm, openConnections, waiting, stopping } = snapshot;
  const rows = backends
    .slice(0, MOST)
    .map((backend): Cell[] => [
      printable(backend.name),
      formatAddress(backend),
      stateOf(backend),
      backend.weight,
      backend.openConnections,
    ]);
  const healthy = backends.filter((backend) => backend.healthy).length;
  const unseen = backends.length - rows.length;
  return [
    table(['backend', 'address', 'state', 'weight', 'open'], rows, 3),
    ...(unseen > 0 ? [`and ${count(unseen, 'more backend')}`] : []),
    `${stopping ? 'draining; ' : ''}${healthy} of ${count(backends.length, 'backend')} up; ` +
      `${count(openConnections, 'open connection')}, ${count(waiting, 'client')} waiting; algorithm ${algorithm}`,
  ].join('\n');
}
