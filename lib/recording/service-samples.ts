import { optionError } from '../errors.js';
import { parseDurations } from '../workload/parse-durations.js';
import { isRecording } from './recorded-arrivals.js';
import {
  recordedConnections,
  type RecordedConnection,
  type RecordedConnections,
} from './recorded-connections.js';
import { slotsOf, type Slots } from './slots.js';

/** What a recording tells of one backend. */
export interface RecordedBackend extends Slots {
  readonly name: string;
  /** Connections that were established and have closed. */
  readonly connections: number;
}

/** Those of the backends to which connections were established. */
export function recordedBackends({ backends, connections }: RecordedConnections): RecordedBackend[] {
  const established = backends.map((): RecordedConnection[] => []);
  for (const connection of connections)
    if (connection.established) established[connection.backend]?.push(connection);
  return backends.flatMap((name, index) => {
    const own = established[index] ?? [];
    return own.length === 0 ? [] : [{ name, connections: own.length, ...slotsOf(own) }];
  });
}

/**
 * Service times that were measured: durations, one a line; or of a recording those of the connections that were established and,
 * as far as that is seen, did not wait at their backend.
 *
 * @param path - of the file, for the error
 * @returns milliseconds, at least one, not all of them 0
 * @throws LbsimError `ERR_OPTION_INVALID`, `ERR_RECORDING`
 */
export function serviceSamples(text: string, path: string): readonly number[] {
  if (!isRecording(text)) return parseDurations(text, path);
  const samples = recordedBackends(recordedConnections(text, path)).flatMap(({ service }) => service);
  if (samples.every((each) => each === 0))
    throw optionError(
      `recording '${path}' has no connection that was established and closed: use a longer one`,
    );
  return samples;
}
