import { readBounded } from '../bounded-file.js';
import { fileErrorReason, optionError } from '../errors.js';
import { parseTrace } from '../workload/parse-trace.js';
import { isCompressed } from './beginning.js';
import { isRecording, recordedArrivals } from './recorded-arrivals.js';

const TRACE = 'trace:';
/** Some ten million arrivals. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Arrivals at the times in a file. */
export type TraceName = `trace:${string}`;

/** Whether it is `trace:` with a file. */
export function isTrace(written: unknown): written is TraceName {
  return (
    typeof written === 'string' && written.length > TRACE.length && written.toLowerCase().startsWith(TRACE)
  );
}

/** The file of a trace. */
export function fileOfTrace(written: TraceName): string {
  return written.slice(TRACE.length);
}

/** The same, of a word that may be another one. */
export function fileInTrace(word: string): string | undefined {
  return isTrace(word) ? fileOfTrace(word) : undefined;
}

/** The text of a trace or the like. @param what - it is, for the error @throws LbsimError `ERR_OPTION_INVALID` */
export function readSamples(path: string, what: string): string {
  const text = readText(path, what);
  if (isCompressed(text))
    throw optionError(`${what} '${path}' is compressed (gzip): unpack it first, as with gunzip`);
  return text;
}

function readText(path: string, what: string): string {
  try {
    return readBounded(path, MOST_BYTES);
  } catch (error) {
    throw optionError(`cannot read ${what} '${path}' (${fileErrorReason(error)}): check the path`, error);
  }
}

/**
 * The times of a trace: one a line, or those at which the clients of a recording came.
 *
 * @param path - of the file, for the error
 * @returns milliseconds since the first of them, at least two
 * @throws LbsimError `ERR_OPTION_INVALID`, `ERR_RECORDING`
 */
export function traceTimes(text: string, path: string): number[] {
  return isRecording(text) ? recordedArrivals(text, path) : parseTrace(text, path);
}
