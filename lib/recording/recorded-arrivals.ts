import { optionError } from '../errors.js';
import { withoutMark } from './beginning.js';
import { recordedEntries, type RecordedEntry } from './recorded-entries.js';

const BEGINNING = '{"recording":';

/** Whether a text is a recording of a balancer, by how its first line begins. */
export function isRecording(text: string): boolean {
  return withoutMark(text).startsWith(BEGINNING);
}

/**
 * When the clients of a recording came: each that was given a backend, at its first attempt; also those that a worker brought
 * to the backend that they stick to, without asking.
 *
 * @param name - of the recording, for the error
 * @returns milliseconds since the first of them, at least two
 * @throws LbsimError `ERR_RECORDING` for anything but a recording, `ERR_OPTION_INVALID` for one with fewer clients or whose times
 *   go back
 */
export function recordedArrivals(text: string, name: string): number[] {
  const times: number[] = [];
  let asked = 0;
  for (const recorded of recordedEntries(text, name).entries('route', 'opened')) {
    const { entry, line } = recorded;
    const now = arrivalOf(recorded, asked === line - 1);
    if (entry[0] === 'route') asked = line;
    if (now === undefined) continue;
    if (now < (times.at(-1) ?? -Infinity))
      throw optionError(
        `recording '${name}' line ${line}: ${now} goes back in time: use one that balance --record wrote`,
      );
    times.push(now);
  }
  if (times.length < 2)
    throw optionError(`recording '${name}' has too few clients (${times.length}): use one with at least 2`);
  const first = times[0] ?? 0;
  return times.map((at) => at - first);
}

/** The time of the client that came with this entry, if one did. @param wasAsked - the line before it is a pick */
function arrivalOf({ entry }: RecordedEntry<'route' | 'opened'>, wasAsked: boolean): number | undefined {
  if (entry[0] === 'opened') return wasAsked ? undefined : entry[2];
  const [, now, , tried, backend] = entry;
  return backend !== null && tried.length === 0 ? now : undefined;
}
