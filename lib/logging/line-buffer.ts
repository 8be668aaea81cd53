import type { Writer } from '../output/writer.js';
import { WriteQueue } from '../output/write-queue.js';

/** What may wait for the reader of a log, in bytes. */
const LIMIT = 8 * 1024 * 1024;
/** Bytes of waiting lines that are written at a time. */
const BATCH = 16 * 1024;
const LINE_FEED = 0x0a;

export interface LineBufferEvents {
  /** Number of lines lost at this place in the log, or at its end. */
  dropped(lines: number): void;
  /** A write failed. */
  failed(error: Error): void;
}

/**
 * Lines on their way to a reader of the log. A reader that is slow, or stops reading, costs lines beyond a bound and nothing
 * else: no memory, and no time of the caller. Lines that are written are whole, and in order.
 */
export class LineBuffer {
  readonly #writer: Writer;
  readonly #queue: WriteQueue;
  readonly #events: LineBufferEvents;
  #batch = Buffer.alloc(0);
  #filled = 0;
  #limit = LIMIT;
  #dropped = 0;
  #full = false;
  #gone = false;

  constructor(writer: Writer, events: LineBufferEvents) {
    this.#writer = writer;
    this.#events = events;
    this.#queue = new WriteQueue(writer, (chunk, error) => this.#written(chunk, error));
  }

  write(line: string): void {
    if (this.#gone) {
      this.#dropped++;
      return;
    }
    const text = `${line}\n`;
    const bytes = Buffer.byteLength(text);
    if (this.#full || this.#waiting + bytes > this.#limit) {
      this.#full = true;
      this.#dropped++;
    } else if (this.#queue.idle && this.#filled === 0) {
      this.#queue.push(Buffer.from(text));
    } else {
      this.#add(text, bytes);
    }
  }

  /** Writes no more; what waits is dropped, as is what comes. */
  giveUp(): void {
    this.#gone = true;
    for (const chunk of this.#takeBack()) this.#dropped += linesIn(chunk);
  }

  /** Writes again after having given up, and says what was dropped. */
  goOn(): void {
    if (!this.#gone) return;
    this.#gone = false;
    this.#full = false;
    this.#sayDropped();
  }

  /**
   * Says what was dropped, and waits for all to be written. What is not within the time, and cannot be at the exit of the
   * process, is given up, and said to be dropped too: this log will not have it, but another may. May be called again.
   *
   * @returns whether all was written
   */
  async end(timeoutMs: number): Promise<boolean> {
    if (this.#gone) return false;
    this.#limit = Infinity; // for the few last words
    this.#full = false;
    this.#sayDropped();
    this.#pushBatch();
    if (await this.#queue.settled(timeoutMs)) return true;
    if (this.#writer.writeSync === undefined) this.#abandon();
    return false;
  }

  /** Gives up, and says how many lines that costs. */
  #abandon(): void {
    const begun = Buffer.concat(this.#queue.underWay);
    const untaken = begun.subarray(Math.max(0, begun.length - (this.#writer.untaken ?? begun.length)));
    this.giveUp();
    this.#dropped += linesIn(untaken);
    this.#sayDropped();
  }

  /** At the exit of the process: writes what is left, if that can be done without waiting. */
  endNow(): void {
    for (const chunk of this.#takeBack()) if (chunk.length > 0) this.#writer.writeSync?.(chunk);
  }

  /** @returns all that waits, no longer to be written */
  #takeBack(): Buffer[] {
    const batch = this.#batch.subarray(0, this.#filled);
    this.#filled = 0;
    return [...this.#queue.takeBack(), batch];
  }

  get #waiting(): number {
    return this.#queue.bytes + this.#filled;
  }

  #add(text: string, bytes: number): void {
    if (this.#filled + bytes > this.#batch.length) {
      this.#pushBatch();
      this.#batch = Buffer.allocUnsafe(Math.max(BATCH, bytes));
    }
    this.#filled += this.#batch.write(text, this.#filled);
  }

  #pushBatch(): void {
    if (this.#filled === 0) return;
    const batch = this.#batch.subarray(0, this.#filled);
    this.#batch = this.#batch.subarray(this.#filled);
    this.#filled = 0;
    this.#queue.push(batch);
  }

  #written(chunk: Buffer, error: Error | undefined): void {
    if (this.#gone) return;
    const hasRoom = this.#waiting + BATCH <= this.#limit;
    if (hasRoom) this.#full = false;
    if (error === undefined) {
      if (hasRoom) this.#sayDropped();
    } else {
      this.#dropped += linesIn(chunk);
      if (!this.#writer.mayRecover) this.#abandon();
      this.#events.failed(error);
    }
    if (this.#queue.bytes === 0) this.#pushBatch();
  }

  #sayDropped(): void {
    if (this.#dropped === 0) return;
    const lines = this.#dropped;
    this.#dropped = 0;
    this.#events.dropped(lines);
  }
}

function linesIn(chunk: Buffer): number {
  return chunk.reduce((lines, byte) => lines + (byte === LINE_FEED ? 1 : 0), 0);
}
