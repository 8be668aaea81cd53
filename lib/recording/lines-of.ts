import { recordingError } from './recording-error.js';

/** More than the header of 10,000 backends takes; what has no line ends is not read into memory without end. */
const MAX_LENGTH = 16 * 1024 * 1024;

/**
 * The lines of a text that comes in pieces, as `split('\n')` makes them: after a text that ends with a line end, the last one
 * is empty. So it can be seen that the last line is whole.
 *
 * @param name - of the recording, for the error
 * @throws LbsimError `ERR_RECORDING` for a line of more than 16 Mi characters
 */
export async function* linesOf(pieces: AsyncIterable<string>, name: string): AsyncGenerator<string> {
  let line = 1;
  let rest = '';
  for await (const piece of pieces) {
    const [first = '', ...others] = piece.split('\n');
    rest += first;
    for (const next of others) {
      yield rest;
      rest = next;
      line++;
    }
    if (rest.length > MAX_LENGTH)
      throw recordingError(name, line, `it has more than ${MAX_LENGTH} characters`);
  }
  yield rest;
}
