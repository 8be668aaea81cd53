import type { Readable, Writable } from 'node:stream';
import { watchWrites, type PeerGone, type WriteWatcher } from './write-watch.js';

/**
 * One direction of a connection: bytes from a source to a sink, unchanged and in order.
 *
 * Back-pressure is by not reading: as long as the sink has bytes that the kernel has not taken, the source stands
 * still. So at most one read is held here, however slow the reader, and the buffer of that read may be lent. A write
 * that is taken at once, as nearly all are, costs no callback and no tick.
 */
export class Flow implements WriteWatcher {
  /** Bytes handed to the sink so far. */
  bytes = 0;
  readonly gone: ((why: PeerGone) => void) | undefined;
  readonly #source: Readable;
  readonly #sink: Writable;
  readonly #sinksOwnWrite: Writable['_write'];
  #stalled = false;
  #discarding = false;
  #whenFlushed: (() => void) | undefined;

  /** @param gone - the sink takes no more since its peer is gone; without it that is the sink's error, like every other */
  constructor(source: Readable, sink: Writable, gone?: (why: PeerGone) => void) {
    this.#source = source;
    this.#sink = sink;
    this.gone = gone;
    this.#sinksOwnWrite = watchWrites(sink, this);
  }

  /** Whether the sink has taken all that was pushed. */
  get flushed(): boolean {
    return !this.#stalled;
  }

  /** Bytes that the sink's kernel has taken so far. */
  get delivered(): number {
    // What a write under way has left, which Node's own counts do not tell.
    const { _handle: handle } = this.#sink as { _handle?: { writeQueueSize?: number } | null };
    return this.bytes - (handle?.writeQueueSize ?? this.#sink.writableLength);
  }

  /**
   * Passes bytes on. They belong to the flow until this returns true or the source is resumed.
   *
   * @returns false when the source must stop reading until the flow resumes it
   */
  readonly push = (chunk: Uint8Array): boolean => {
    if (this.#discarding) return true;
    this.bytes += chunk.length;
    this.#sink.write(chunk);
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
  pushAndYield(chunk: Uint8Array): boolean {
    if (this.push(chunk)) setImmediate(() => this.#source.resume());
    return false;
  }

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

  /** Lets go of the sink: somebody else writes to it from here on. The source stays as it is, reading or not. */
  release(): void {
    this.#sink._write = this.#sinksOwnWrite;
    this.#stalled = false;
  }

  /** The sink has taken a write. */
  taken(): void {
    if (!this.#stalled || this.#sink.writableLength > 0) return;
    this.#stalled = false;
    const whenFlushed = this.#whenFlushed;
    this.#whenFlushed = undefined;
    whenFlushed?.();
    this.#source.resume();
  }
}
