import type { Readable, Writable } from 'node:stream';

/**
 * One direction of a connection: bytes from a source to a sink, unchanged and in order.
 *
 * Back-pressure is by not reading: as long as the sink has bytes that the kernel has not taken, the source stands
 * still. So at most one read is held here, however slow the reader, and the buffer of that read may be lent.
 */
export class Flow {
  /** Bytes handed to the sink so far. */
  bytes = 0;
  readonly #source: Readable;
  readonly #sink: Writable;
  #stalled = false;
  #discarding = false;
  #whenFlushed: (() => void) | undefined;

  constructor(source: Readable, sink: Writable) {
    this.#source = source;
    this.#sink = sink;
  }

  /** Whether the sink has taken all that was pushed. */
  get flushed(): boolean {
    return !this.#stalled;
  }

  /**
   * Passes bytes on. They belong to the flow until this returns true or the source is resumed.
   *
   * @returns false when the source must stop reading until the flow resumes it
   */
  readonly push = (chunk: Uint8Array): boolean => {
    if (this.#discarding) return true;
    this.bytes += chunk.length;
    this.#sink.write(chunk, this.#written);
    this.#stalled = this.#sink.writableLength > 0;
    return !this.#stalled;
  };

  /** As {@link push}, for a source that is a plain stream and has no other way to stop reading. */
  readonly pushOrPause = (chunk: Uint8Array): void => {
    if (!this.push(chunk)) this.#source.pause();
  };

  /**
   * As {@link push}, but stops the source after each read until the next turn of the event loop. A reset that comes
   * along with bytes is then seen as one: while it reads, libuv before 1.52 takes it for the end of the stream.
   */
  readonly pushAndYield = (chunk: Uint8Array): boolean => {
    if (this.push(chunk)) setImmediate(() => this.#source.resume());
    return false;
  };

  /** Calls back as soon as the sink has taken all that was pushed: at once if it already has. */
  whenFlushed(callback: () => void): void {
    if (this.#stalled) this.#whenFlushed = callback;
    else callback();
  }

  /** The sink takes no more: the source is read on, so that it isn't held up, and what it sends is dropped. */
  discard(): void {
    this.#discarding = true;
    this.#source.resume();
  }

  readonly #written = (error?: Error | null): void => {
    if (!this.#stalled || error || this.#sink.writableLength > 0) return;
    this.#stalled = false;
    const whenFlushed = this.#whenFlushed;
    this.#whenFlushed = undefined;
    whenFlushed?.();
    this.#source.resume();
  };
}
