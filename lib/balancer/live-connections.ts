import type { ConnectionSelection, LiveConnection } from '../control/live-connection.js';
import { wallTime } from '../control/wall-time.js';
import type { CloseHow } from '../net/close-socket.js';
import type { Connection } from './connection.js';

/** What is to be told of these connections. @param prefix - of their ids */
export function describeConnections(connections: readonly Connection[], prefix: string): LiveConnection[] {
  return connections.map((connection) => {
    const { client, stickyKey: key = null, backend, acceptedAt, bytesIn, bytesOut } = connection;
    return {
      ...{ id: `${prefix}${connection.number}`, client, key, backend: backend?.name ?? null },
      since: wallTime(acceptedAt),
      ...{ bytesIn, bytesOut },
    };
  });
}

/** Closes those of these connections that are selected. @returns how many */
export function closeSelected(
  connections: readonly Connection[],
  prefix: string,
  selection: ConnectionSelection,
  how: CloseHow,
): number {
  const selected = connections.filter(selectorOf(prefix, selection));
  for (const connection of selected) connection.destroy('closed_by_operator', how);
  return selected.length;
}

function selectorOf(prefix: string, selection: ConnectionSelection): (connection: Connection) => boolean {
  if ('backend' in selection) return ({ backend }) => backend?.name === selection.backend;
  const ids = new Set(selection.ids);
  return ({ number }) => ids.has(`${prefix}${number}`);
}
