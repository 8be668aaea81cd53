import { constants, createReadStream, openSync, statSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { isatty, ReadStream } from 'node:tty';

/**
 * A stream of a file's bytes. Where nothing may come for long, as from a FIFO without a writer or a terminal, no thread
 * waits in `open` or `read`: it would keep the process from ending.
 *
 * @throws the system's error when a FIFO or a device cannot be opened; that of another file is an event of the stream
 */
export function openReader(file: string): Readable {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isFIFO() === true) {
    const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    return new Socket({ fd, readable: true, writable: false });
  }
  if (stats?.isCharacterDevice() !== true) return createReadStream(file);
  const fd = openSync(file, 'r');
  return isatty(fd) ? new ReadStream(fd) : createReadStream(file, { fd });
}
