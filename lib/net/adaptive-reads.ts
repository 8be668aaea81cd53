import type { OnReadOpts } from 'node:net';
import { FIRST_BUFFER, ReadBuffers, SMALLEST_BUFFER } from './read-buffers.js';

/** Reads in a row that leave three quarters of the buffer empty before it shrinks. */
const PATIENCE = 16;

const NOTHING = Buffer.alloc(0);

/** Takes the bytes of one read; they are only lent until it returns true, or else until reading is resumed. */
export type ReadConsumer = (chunk: Uint8Array) => boolean;

/**
 * The reads of one dialled socket, all into a buffer of its own: no allocation per read. The buffer doubles when a read
 * fills it. It shrinks to what reads want when the first one is small, or sixteen in a row. So an idle connection is cheap
 * and a busy one fast.
 *
 * Given to `net.connect` as `onread`. When the consumer answers false the socket stops reading until `resume()`.
 */
export class AdaptiveReads implements OnReadOpts {
  consumer: ReadConsumer | undefined;
  readonly #buffers: ReadBuffers;
  #buffer: Buffer;
  /** The buffer before this one, whose bytes may be lent until the next read. */
  #outgrown: Buffer | undefined;
  /** Small reads in a row, and the largest of them. The first read decides alone. */
  #small = PATIENCE - 1;
  #largest = 0;

  /** @param buffers - where the buffer comes from and goes to */
  constructor(buffers: ReadBuffers = ReadBuffers.shared) {
    this.#buffers = buffers;
    this.#buffer = buffers.take(FIRST_BUFFER);
  }

  /** Asked by Node for the buffer of the next read. */
  readonly buffer = (): Buffer => this.#buffer;

  /** Called by Node with each read. */
  readonly callback = (bytes: number, buffer: Uint8Array): boolean => {
    if (this.consumer === undefined) throw new Error('a dialled socket was read before it had a consumer');
    this.#giveBackOutgrown();
    const isFree = this.consumer(buffer.subarray(0, bytes));
    this.#adapt(bytes);
    if (isFree) this.#giveBackOutgrown();
    return isFree;
  };

  /**
   * Gives the buffer back, once, when there is no further read: the socket has been destroyed, and nothing that was lent
   * is still to be written.
   */
  release(): void {
    this.#giveBackOutgrown();
    if (this.#buffer !== NOTHING) this.#buffers.giveBack(this.#buffer);
    this.#buffer = NOTHING;
  }

  #adapt(bytes: number): void {
    const { length } = this.#buffer;
    if (bytes === length && this.#buffers.affords(length * 2)) {
      this.#resize(length * 2);
    } else if (bytes > length / 4 || length <= SMALLEST_BUFFER) {
      this.#small = 0;
      this.#largest = 0;
    } else {
      this.#largest = Math.max(this.#largest, bytes);
      if (++this.#small >= PATIENCE) this.#resize(this.#fitting());
    }
  }

  /** Half of the buffer's size, or less where the largest of the small reads takes a quarter of it. */
  #fitting(): number {
    let size = this.#buffer.length / 2;
    while (size > SMALLEST_BUFFER && size / 2 >= this.#largest * 4) size /= 2;
    return size;
  }

  #resize(size: number): void {
    this.#outgrown = this.#buffer;
    this.#buffer = this.#buffers.take(size);
    this.#small = 0;
    this.#largest = 0;
  }

  #giveBackOutgrown(): void {
    if (this.#outgrown === undefined) return;
    this.#buffers.giveBack(this.#outgrown);
    this.#outgrown = undefined;
  }
}
