import { optionError } from '../errors.js';
import { parseLine } from './parse-line.js';
import { readHeader } from './read-header.js';
import { recordingError } from './recording-error.js';

/** Whether a text is a recording of a balancer, by how its first line begins. */
export function isRecording(text: string): boolean {
  return text.startsWith('{"recording":');
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
  const [header = '', ...lines] = text.split('\n');
  readHeader(parseLine(header, name, 1), (wrong, cause) => recordingError(name, 1, wrong, cause));
  // A balancer that was killed leaves a last line that was cut short.
  lines.pop();
  const times: number[] = [];
  let wasAsked = false;
  for (const [index, line] of lines.entries()) {
    const now = arrivalOf(line, wasAsked, name, index + 2);
    wasAsked = line.startsWith('["route",');
    if (now === undefined) continue;
    if (now < (times.at(-1) ?? -Infinity))
      throw optionError(
        `recording '${name}' line ${index + 2}: ${now} goes back in time: use one that balance --record wrote`,
      );
    times.push(now);
  }
  if (times.length < 2)
    throw optionError(`recording '${name}' has too few clients (${times.length}): use one with at least 2`);
  const first = times[0] ?? 0;
  return times.map((at) => at - first);
}

/** The time of the client that came with this line, if one did. @param wasAsked - the line before it is a pick */
function arrivalOf(line: string, wasAsked: boolean, name: string, number: number): number | undefined {
  if (line.startsWith('["route",')) {
    const [, now, , tried, backend] = parseLine(line, name, number) as readonly unknown[];
    const isFirst = backend !== null && Array.isArray(tried) && tried.length === 0;
    return typeof now === 'number' && isFirst ? now : undefined;
  }
  if (wasAsked || !line.startsWith('["opened",')) return undefined;
  const [, , now] = parseLine(line, name, number) as readonly unknown[];
  return typeof now === 'number' ? now : undefined;
}
