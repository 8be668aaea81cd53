import type { Memory } from './memory.js';
import type { Syscalls } from './syscalls.js';

/** What a read may bring at most. */
export const LARGEST = 256 * 1024;
/** The rest of a short write is copied up to this size in bytes; beyond it the buffer itself is kept. */
export const SMALL = 16 * 1024;
/** Bytes that peers who do not read may hold here before reads become small. */
const BUDGET = 64 * 1024 * 1024;
/** Large buffers out of use that are kept. */
const SPARE = 16;

/**
 * The one buffer that all reads go into, hot in the processor's cache, and what is kept of it for those who take less than was read.
 * What they hold stays bounded: beyond a budget a read brings no more than is cheap to copy.
 */
export class Buffers {
  readonly #calls: Syscalls;
  readonly #spare: Memory[] = [];
  #heldBytes = 0;
  hot: Memory;

  constructor(calls: Syscalls) {
    this.#calls = calls;
    this.hot = calls.memory(LARGEST);
  }

  /** Bytes that the next read may bring. */
  get room(): number {
    return this.#heldBytes > BUDGET ? SMALL : LARGEST;
  }

  /** Bytes of memory that are held for those who take less than was read. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Keeps what is in the hot buffer from one place to another. @returns where it is now, from which place on */
  keep(from: number, to: number): { readonly memory: Memory; readonly at: number; readonly end: number } {
    const length = to - from;
    if (length <= SMALL) {
      const memory = this.#calls.memory(length);
      memory.bytes.set(this.hot.bytes.subarray(from, to));
      this.#heldBytes += memory.bytes.length;
      return { memory, at: 0, end: length };
    }
    const memory = this.hot;
    this.hot = this.#spare.pop() ?? this.#calls.memory(LARGEST);
    this.#heldBytes += memory.bytes.length;
    return { memory, at: from, end: to };
  }

  /** What was kept has been written, or nobody wants it any more. */
  release(memory: Memory): void {
    this.#heldBytes -= memory.bytes.length;
    if (memory.bytes.length === LARGEST && this.#spare.length < SPARE) this.#spare.push(memory);
  }
}
