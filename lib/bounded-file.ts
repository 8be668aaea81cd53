import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

const PIECE = 64 * 1024;

/**
 * The text of a file that a person wrote, or of a pipe. What has no end, such as /dev/zero, is not read into memory.
 *
 * @param limit - in bytes
 * @throws the system's error, or a `RangeError` for a file that is longer
 */
export function readBounded(path: string | URL, limit: number): string {
  return readToEnd(openSync(path, 'r'), limit);
}

/**
 * As {@link readBounded}, of a regular file alone: to open a pipe could take for ever, and all else stands still meanwhile.
 *
 * @throws an `Error` for what is none, too
 */
export function readRegular(path: string, limit: number): string {
  // Without O_NONBLOCK, opening would wait for the pipe's other end.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  if (fstatSync(file).isFile()) return readToEnd(file, limit);
  closeSync(file);
  throw new Error('it is not a regular file');
}

function readToEnd(file: number, limit: number): string {
  try {
    const pieces: Buffer[] = [];
    for (let length = 0; ;) {
      const piece = Buffer.allocUnsafe(PIECE);
      const read = readSync(file, piece);
      if (read === 0) return Buffer.concat(pieces).toString('utf8');
      length += read;
      if (length > limit) throw new RangeError(`it has more than ${limit} bytes`);
      pieces.push(piece.subarray(0, read));
    }
  } finally {
    closeSync(file);
  }
}
