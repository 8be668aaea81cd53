import { optionError } from '../errors.js';
import { timeOfLine } from './parse-trace.js';

/**
 * Durations, one a line, such as `0.25` (seconds) or `250ms`. Empty lines and those that begin with `#` are left out.
 *
 * @param name - of the file, for the error
 * @returns milliseconds, at least one, not all of them 0
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function parseDurations(text: string, name: string): number[] {
  const durations: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const written = line.trim();
    if (written === '' || written.startsWith('#')) continue;
    durations.push(timeOfLine(written, `file '${name}' line ${index + 1}`));
  }
  if (durations.every((duration) => duration === 0))
    throw optionError(`file '${name}' has no durations above 0: use one a line, such as 250ms`);
  return durations;
}
