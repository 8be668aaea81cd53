import { optionError } from '../errors.js';
import { Backend } from '../routing/backend.js';
import type { RecordingHeader } from './format.js';
import { recordedEntries } from './recorded-entries.js';

/** A connection that has closed. Times are in milliseconds by the clock of the recording. */
export interface RecordedConnection {
  /** Its number among the backends. */
  readonly backend: number;
  readonly openedAt: number;
  readonly closedAt: number;
  /** Whether it was ever established. */
  readonly established: boolean;
}

/** What a recording says of the connections to each backend. */
export interface RecordedConnections {
  readonly header: RecordingHeader;
  /** The names of all backends, those that joined as well. */
  readonly backends: readonly string[];
  /** Whether its last line was cut short. */
  readonly isCut: boolean;
  /** In the order in which they were opened. */
  readonly connections: readonly RecordedConnection[];
}

interface OpenConnection {
  readonly place: number;
  readonly backend: number;
  readonly openedAt: number;
}

/**
 * When the connections of a recording were opened and closed. Those that were still open at its end are left out.
 *
 * @param name - of the recording, for the error
 * @throws LbsimError `ERR_RECORDING` for anything but a recording, also for a line that is not an entry and where times run back; `ERR_OPTION_INVALID` for one that has
 *   no times of connections
 */
export function recordedConnections(text: string, name: string): RecordedConnections {
  const { header, isCut, entries } = recordedEntries(text, name);
  const backends = header.backends.map((spec, index) => new Backend(index, spec).name);
  const connections: (RecordedConnection | undefined)[] = [];
  const open = new Map<number, OpenConnection>();
  let last = -Infinity;
  for (const { entry, errorOf } of entries('opened', 'closed', 'added')) {
    if (entry[0] === 'added') {
      backends.push(new Backend(entry[1], entry[2]).name);
      continue;
    }
    const [, backend, now, connection] = entry;
    if (now === undefined || connection === undefined)
      throw optionError(
        `recording '${name}' has no times of its connections, as an earlier lbsim wrote it: record the run again`,
      );
    if (now < last) throw errorOf(`time ${now} goes back, it was ${last}`);
    last = now;
    if (entry[0] === 'opened')
      open.set(connection, { place: connections.push(undefined) - 1, backend, openedAt: now });
    else {
      const opened = open.get(connection);
      if (opened?.backend !== backend)
        throw errorOf(`connection ${connection} is not open to backend ${backend}`);
      open.delete(connection);
      const { place, openedAt } = opened;
      connections[place] = { backend, openedAt, closedAt: now, established: entry[4] === true };
    }
  }
  return { header, backends, isCut, connections: connections.filter((each) => each !== undefined) };
}
