import { optionError } from '../errors.js';
import { readHeader } from './read-header.js';
import { quoted, recordingError } from './recording-error.js';

/** Whether a text is a recording of a balancer, by how its first line begins. */
export function isRecording(text: string): boolean {
  return text.startsWith('{"recording":');
}

/**
 * When the clients of a recording came: each that was given a backend, at its first attempt.
 *
 * @param name - of the recording, for the error
 * @returns milliseconds since the first of them, at least two
 * @throws LbsimError `ERR_RECORDING` for anything but a recording, `ERR_OPTION_INVALID` for one with fewer clients or whose times
 *   go back
 */
export function recordedArrivals(text: string, name: string): number[] {
  const [header = '', ...lines] = text.split('\n');
  readHeader(parsed(header, name, 1), (wrong, cause) => recordingError(name, 1, wrong, cause));
  // A balancer that was killed leaves a last line that was cut short.
  lines.pop();
  const times: number[] = [];
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith('["route",')) continue;
    const [, now, , tried, backend] = parsed(line, name, index + 2) as readonly unknown[];
    if (typeof now !== 'number' || backend === null || !Array.isArray(tried) || tried.length > 0) continue;
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

function parsed(line: string, name: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw recordingError(name, number, `${quoted(line)} is not JSON`, error);
  }
}
