import type { Writer } from './writer.js';

/** Told of each chunk when it has been written, or has not. */
export type Written = (chunk: Buffer, error?: Error) => void;

/** Chunks on their way to a writer, in order, one write at a time. How many may wait is for its owner to decide. */
export class WriteQueue {
  readonly #writer: Writer;
  readonly #written: Written;
  #waiting: Buffer[] = [];
  #bytes = 0;
  #underWay: readonly Buffer[] = [];
  readonly #whenIdle = new Set<() => void>();

  constructor(writer: Writer, written: Written) {
    this.#writer = writer;
    this.#written = written;
  }

  /** Bytes that wait or are being written. */
  get bytes(): number {
    return this.#bytes;
  }

  get idle(): boolean {
    return this.#underWay.length === 0;
  }

  /** What is being written. */
  get underWay(): readonly Buffer[] {
    return this.#underWay;
  }

  push(chunk: Buffer): void {
    this.#waiting.push(chunk);
    this.#bytes += chunk.length;
    this.#next();
  }

  /** @returns all that waits, no longer to be written: what is being written is not among it */
  takeBack(): Buffer[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { length } of waiting) this.#bytes -= length;
    return waiting;
  }

  /** Resolves when nothing is left to be written, or the time is up. @returns whether nothing is left */
  async settled(timeoutMs: number): Promise<boolean> {
    if (this.idle) return true;
    return new Promise((resolve) => {
      const settle = (): void => {
        clearTimeout(timer);
        this.#whenIdle.delete(settle);
        resolve(this.idle);
      };
      const timer = setTimeout(settle, timeoutMs);
      this.#whenIdle.add(settle);
    });
  }

  #next(): void {
    if (!this.idle) return;
    const chunks = this.#waiting.splice(0, this.#writer.mostAtOnce);
    if (chunks.length === 0) {
      for (const settle of this.#whenIdle) settle();
      return;
    }
    this.#underWay = chunks;
    this.#writer.write(chunks, (error) => {
      this.#underWay = [];
      for (const { length } of chunks) this.#bytes -= length;
      for (const chunk of chunks) this.#written(chunk, error);
      this.#next();
    });
  }
}
