import { fileErrorReason, LbsimError, systemErrorCode } from '../errors.js';
import { isCompressed } from '../recording/beginning.js';
import { openReader } from './open-reader.js';
import { shellWords } from './shell-words.js';

/**
 * The text of a recording, in pieces.
 *
 * @param file - `-` for standard input
 * @param command - of lbsim that reads it, for the error
 * @param signal - ends it early
 * @throws LbsimError `ERR_RECORDING` of kind `usage` when the file cannot be read, or is compressed
 */
export async function* recordingText(
  file: string,
  command: 'calibrate' | 'replay',
  signal: AbortSignal,
): AsyncGenerator<string> {
  try {
    const stream = file === '-' ? process.stdin : openReader(file);
    stream.setEncoding('utf8');
    signal.addEventListener('abort', () => stream.destroy());
    let isFirst = true;
    for await (const piece of stream as AsyncIterable<string>) {
      if (isFirst && isCompressed(piece)) throw compressed(file, command);
      isFirst = false;
      yield piece;
    }
  } catch (cause) {
    if (signal.aborted) return;
    if (cause instanceof LbsimError || systemErrorCode(cause) === undefined) throw cause;
    const message = `recording '${file}' cannot be read (${fileErrorReason(cause)}): check the path`;
    throw new LbsimError('ERR_RECORDING', message, { kind: 'usage', cause });
  }
}

function compressed(file: string, command: string): LbsimError {
  const [name, path] = file === '-' ? ['standard input', 'FILE'] : [file, shellWords([file])];
  return new LbsimError(
    'ERR_RECORDING',
    `recording '${name}' is compressed (gzip): use zcat ${path} | lbsim ${command} -`,
    { kind: 'usage' },
  );
}
