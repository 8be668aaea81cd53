import type { Writable } from 'node:stream';
import type { Writer } from './writer.js';

/** The part of Node's handles that a terminal or a pipe is made non-blocking with. */
interface MaybeHandled {
  readonly _handle?: { setBlocking?(blocking: boolean): unknown; readonly writeQueueSize?: number } | null;
}

/** Writes to a pipe, a socket, a terminal or any other stream; what it does not take in at once waits for the event loop. */
export class StreamWriter implements Writer {
  readonly mayRecover = false;
  readonly mostAtOnce = 1;
  readonly #stream: Writable;

  constructor(stream: Writable) {
    this.#stream = stream;
  }

  get untaken(): number | undefined {
    return (this.#stream as MaybeHandled)._handle?.writeQueueSize;
  }

  write([chunk]: readonly Buffer[], done: (error?: Error) => void): void {
    const stream = this.#stream;
    // Before each write: Node makes terminals blocking, and any process that shares a pipe can make it so, as a child does
    // that inherits it.
    (stream as MaybeHandled)._handle?.setBlocking?.(false);
    let isDone = false;
    const once = (error?: Error | null): void => {
      if (isDone) return;
      isDone = true;
      done(error ?? undefined);
    };
    stream.write(chunk, once);
    if (stream.writableLength === 0 && stream.errored === null && !stream.destroyed) once();
  }

  close(): void {
    this.#stream.destroy();
  }
}
