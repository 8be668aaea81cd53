import { close, writeSync, writev } from 'node:fs';
import type { Writer } from './writer.js';

/** Writes to an open file from the thread pool: one write at a time, so that a slow disk takes one thread of it. */
export class FileWriter implements Writer {
  readonly mayRecover = true;
  /** The thread pool says once a turn of the event loop that it is done, so each write takes all that there is. */
  readonly mostAtOnce = 1024;
  readonly #fd: number;
  #writing = false;
  #closed = false;

  constructor(fd: number) {
    this.#fd = fd;
  }

  write(chunks: readonly Buffer[], done: (error?: Error) => void): void {
    this.#writing = true;
    writev(this.#fd, chunks, (error, written) => {
      this.#writing = false;
      const left = error === null ? after(written, chunks) : [];
      if (this.#closed) this.#close();
      if (left.length > 0 && !this.#closed) this.write(left, done);
      else done(error ?? undefined);
    });
  }

  writeSync(chunk: Buffer): void {
    try {
      writeSync(this.#fd, chunk);
    } catch {
      // The process ends, and there is nowhere else to say it.
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (!this.#writing) this.#close();
  }

  #close(): void {
    close(this.#fd, () => undefined);
  }
}

/** What is left of chunks after that many bytes have been written. */
function after(written: number, chunks: readonly Buffer[]): Buffer[] {
  let skipped = written;
  return chunks.flatMap((chunk) => {
    const rest = chunk.subarray(skipped);
    skipped = Math.max(0, skipped - chunk.length);
    return rest.length > 0 ? [rest] : [];
  });
}
