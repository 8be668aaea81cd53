import { constants, openSync, statSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { isatty, WriteStream } from 'node:tty';
import { FileWriter } from './file-writer.js';
import { StreamWriter } from './stream-writer.js';
import type { Writer } from './writer.js';

/**
 * Opens a file without waiting, not even for the reader of a FIFO. A FIFO may have a reader from the start, later, or at
 * times: opened for reading too, it is never without one.
 *
 * @param flags - append, or begin anew
 * @throws the system's error when it cannot be opened
 */
export function openWriter(file: string, flags: 'a' | 'w'): Writer {
  const isFifo = statSync(file, { throwIfNoEntry: false })?.isFIFO() === true;
  const fd = openSync(file, isFifo ? constants.O_RDWR | constants.O_NONBLOCK : flags);
  if (isFifo) return new StreamWriter(withErrorsIgnored(new Socket({ fd, readable: false, writable: true })));
  if (isatty(fd)) return new StreamWriter(withErrorsIgnored(new WriteStream(fd)));
  return new FileWriter(fd);
}

/** A stream that is open already, as standard error is. Where Node would write to its file synchronously, this does not. */
export function writerTo(stream: Writable): Writer {
  const fd = fileOf(stream);
  return fd === undefined ? new StreamWriter(stream) : new FileWriter(fd);
}

/** @returns the descriptor of the file that a stream writes to; undefined for a pipe, a socket, a terminal or none of the system's */
export function fileOf(stream: Writable): number | undefined {
  const { fd } = stream as { readonly fd?: unknown };
  return typeof fd === 'number' && !(stream instanceof Socket) ? fd : undefined;
}

/** Its errors reach the caller of `write` by `done`. */
function withErrorsIgnored<Stream extends Writable>(stream: Stream): Stream {
  return stream.on('error', () => undefined);
}
