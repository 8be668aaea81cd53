import type { DiscoveryEvents } from '../discovery/events.js';
import { nameList } from '../names.js';
import { formatMs } from '../units.js';
import type { Lines } from './event-log.js';
import { counted } from './format.js';

/** How the log tells of backends that are found while the balancer runs. */
export const DISCOVERY_LINES: Required<Lines<DiscoveryEvents>> = {
  discovered: ({ from, backendsCount, added, removed, reweighed }) => ({
    level: 'info',
    message: `${from} names ${counted(backendsCount, 'backend')}${part('added', added)}${part('no longer names', removed)}${part('new weight of', reweighed)}`,
  }),
  discovery_failed: ({ from, reason, backendsCount }) => ({
    level: 'warn',
    message: `discovery from ${from} failed: ${reason}; keeping ${counted(backendsCount, 'backend')}`,
  }),
  discovery_stale: ({ from, reason, staleMs, backendsCount }) => ({
    level: 'warn',
    message: `discovery from ${from} has failed for ${formatMs(staleMs)}: ${reason}; ${counted(backendsCount, 'backend')} may be out of date`,
  }),
  discovery_recovered: ({ from, failedMs }) => ({
    level: 'info',
    message: `discovery from ${from} works again after ${formatMs(failedMs)}`,
  }),
};

function part(what: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `; ${what} ${nameList(names)}`;
}
