import { fileErrorReason, LbsimError, systemErrorCode } from '../errors.js';
import { openReader } from './open-reader.js';

/**
 * The text of a recording, in pieces.
 *
 * @param file - `-` for standard input
 * @param signal - ends it early
 * @throws LbsimError `ERR_RECORDING` of kind `usage` when the file cannot be read
 */
export async function* recordingText(file: string, signal: AbortSignal): AsyncGenerator<string> {
  try {
    const stream = file === '-' ? process.stdin : openReader(file);
    stream.setEncoding('utf8');
    signal.addEventListener('abort', () => stream.destroy());
    yield* stream as AsyncIterable<string>;
  } catch (cause) {
    if (signal.aborted) return;
    if (systemErrorCode(cause) === undefined) throw cause;
    const message = `recording '${file}' cannot be read (${fileErrorReason(cause)}): check the path`;
    throw new LbsimError('ERR_RECORDING', message, { kind: 'usage', cause });
  }
}
