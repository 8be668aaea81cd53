/** The sizes of buffers, each twice the one before: 1 KiB to 512 KiB. Larger ones no longer fit a processor's caches. */
export const SMALLEST_BUFFER = 1024;
export const LARGEST_BUFFER = 512 * 1024;

/** What a connection has to begin with: most first answers are no longer than this. */
export const FIRST_BUFFER = 4 * 1024;

/** Bytes that all buffers together may come to, as long as there are larger ones than the smallest. */
const BUDGET = 256 * 1024 * 1024;
/** A buffer may take so large a part of what is left of the budget. */
const SHARE = 1 / 64;
/** Bytes of buffers out of use that are kept for the next connections. */
const SPARE_BUDGET = 16 * 1024 * 1024;

/**
 * The buffers that reads go into. What a closed connection gives back the next one takes: a buffer made and thrown away
 * for each connection is work for the garbage collector.
 *
 * How large a buffer may be depends on how much memory is left, so that few busy connections get all they can use, many
 * get less, and the whole stays bounded whatever the load: the dynamic thresholds of Choudhury and Hahne, "Dynamic
 * queue length thresholds for shared-memory packet switches" (1998).
 */
export class ReadBuffers {
  /** Those of this process. */
  static readonly shared = new ReadBuffers();

  readonly #spare = new Map<number, Buffer[]>();
  #spareBytes = 0;
  #lentBytes = 0;

  /** Bytes of the buffers in use. */
  get lentBytes(): number {
    return this.#lentBytes;
  }

  /** Bytes of the buffers that are kept for later. */
  get spareBytes(): number {
    return this.#spareBytes;
  }

  /** Whether a buffer of that size is available. One of the smallest always is. */
  affords(size: number): boolean {
    return size <= LARGEST_BUFFER && size <= (BUDGET - this.#lentBytes) * SHARE;
  }

  /** @param size - in bytes, one of the sizes */
  take(size: number): Buffer {
    this.#lentBytes += size;
    const buffer = this.#spare.get(size)?.pop();
    // Those below a first buffer are idle connections': many, and cut from larger blocks by Node.
    if (buffer === undefined)
      return size < FIRST_BUFFER ? Buffer.allocUnsafe(size) : Buffer.allocUnsafeSlow(size);
    this.#spareBytes -= size;
    return buffer;
  }

  /** The taker has no use for it any more, and nobody reads or writes it. */
  giveBack(buffer: Buffer): void {
    const { length } = buffer;
    this.#lentBytes -= length;
    if (this.#spareBytes + length > SPARE_BUDGET) return;
    this.#spareBytes += length;
    const spare = this.#spare.get(length);
    if (spare === undefined) this.#spare.set(length, [buffer]);
    else spare.push(buffer);
  }
}
