import type { OnReadOpts } from 'node:net';

const SMALLEST = 4 * 1024;
const LARGEST = 256 * 1024;
/** Reads in a row that leave three quarters of the buffer empty before it is halved. */
const PATIENCE = 16;

/** Takes the bytes of one read; they are only lent until it returns true, or else until reading is resumed. */
export type ReadConsumer = (chunk: Uint8Array) => boolean;

/**
 * The reads of one dialled socket, all into a buffer of its own: no allocation per read. The buffer doubles when a read
 * fills it and halves when reads stay small, so that an idle connection is cheap and a busy one fast.
 *
 * Given to `net.connect` as `onread`. When the consumer answers false the socket stops reading until `resume()`.
 */
export class AdaptiveReads implements OnReadOpts {
  consumer: ReadConsumer | undefined;
  #buffer = Buffer.allocUnsafeSlow(SMALLEST);
  #small = 0;

  /** Asked by Node for the buffer of the next read. */
  readonly buffer = (): Buffer => this.#buffer;

  /** Called by Node with each read. */
  readonly callback = (bytes: number, buffer: Uint8Array): boolean => {
    if (this.consumer === undefined) throw new Error('a dialled socket was read before it had a consumer');
    this.#adapt(bytes);
    return this.consumer(buffer.subarray(0, bytes));
  };

  #adapt(bytes: number): void {
    const { length } = this.#buffer;
    if (bytes === length && length < LARGEST) {
      this.#buffer = Buffer.allocUnsafeSlow(length * 2);
      this.#small = 0;
    } else if (bytes > length / 4 || length === SMALLEST) {
      this.#small = 0;
    } else if (++this.#small >= PATIENCE) {
      this.#buffer = Buffer.allocUnsafeSlow(length / 2);
      this.#small = 0;
    }
  }
}
