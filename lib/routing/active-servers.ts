import type { IndexSet } from '../schedulers/index-set.js';
import { NAMED_IN_EVENTS, type BackendRegistry } from './backend-registry.js';

/** ACTIVE_SERVERS as events have it. */
export interface ActiveServers {
  /** The names of the first 100, in the order given. */
  activeServers: string[];
  /** How many there are. */
  activeServersCount: number;
}

/** @param active - the indices of those that are */
export function firstActiveServers(active: IndexSet, registry: BackendRegistry): ActiveServers {
  const activeServers: string[] = [];
  let index = -1;
  while (activeServers.length < Math.min(NAMED_IN_EVENTS, active.size)) {
    index = active.nextAfter(index);
    activeServers.push(registry.at(index)?.name ?? '');
  }
  return { activeServers, activeServersCount: active.size };
}
