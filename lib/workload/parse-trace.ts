import { LbsimError, optionError } from '../errors.js';
import { time } from '../schema/time.js';

/**
 * The times of a trace, one a line: a duration since any beginning, such as `0.25` (seconds) or `250ms`, never earlier than the
 * one before. Empty lines and those that begin with `#` are left out.
 *
 * @param name - of the trace, for the error
 * @returns milliseconds since the first of them, at least two
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function parseTrace(text: string, name: string): number[] {
  const times: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const written = line.trim();
    if (written === '' || written.startsWith('#')) continue;
    const at = timeOfLine(written, `trace '${name}' line ${index + 1}`);
    const before = times.at(-1) ?? 0;
    if (at < before)
      throw optionError(
        `trace '${name}' line ${index + 1}: ${written} goes back in time: use times that never decrease`,
      );
    times.push(at);
  }
  if (times.length < 2)
    throw optionError(`trace '${name}' has too few times (${times.length}): use at least 2, one a line`);
  const first = times[0] ?? 0;
  return times.map((at) => at - first);
}

/** A duration, in milliseconds. @param where - it stands, for the error @throws LbsimError `ERR_OPTION_INVALID` */
export function timeOfLine(written: string, where: string): number {
  try {
    return time.parse(written);
  } catch (error) {
    if (error instanceof LbsimError) throw optionError(`${where}: ${error.message}`, error);
    throw error;
  }
}

/** Brings a trace to a rate, its pattern unchanged. @param perSecond - arrivals a second, on average */
export function scaleTrace(times: readonly number[], perSecond: number): number[] {
  const last = times.at(-1) ?? 0;
  if (last === 0) throw optionError('a trace whose times are all the same has no rate: leave the rate out');
  const factor = ((times.length - 1) * 1000) / perSecond / last;
  return times.map((at) => at * factor);
}
