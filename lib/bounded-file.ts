import { closeSync, openSync, readSync } from 'node:fs';

const PIECE = 64 * 1024;

/**
 * The text of a file that a person wrote, or of a pipe. What has no end, such as /dev/zero, is not read into memory.
 *
 * @param limit - in bytes
 * @throws the system's error, or a `RangeError` for a file that is longer
 */
export function readBounded(path: string | URL, limit: number): string {
  const file = openSync(path, 'r');
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
