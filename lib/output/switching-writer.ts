import type { Writer } from './writer.js';

/** A writer whose place another one can take: a write that has begun ends where it began, later ones go to the new one. */
export class SwitchingWriter implements Writer {
  #current: Writer;
  /** Has a write under way; may have been replaced meanwhile. */
  #writing: Writer | undefined;

  constructor(writer: Writer) {
    this.#current = writer;
  }

  get mayRecover(): boolean {
    return this.#current.mayRecover;
  }

  get mostAtOnce(): number {
    return this.#current.mostAtOnce;
  }

  get untaken(): number | undefined {
    return this.#writing?.untaken;
  }

  get writeSync(): Writer['writeSync'] {
    return this.#current.writeSync?.bind(this.#current);
  }

  /** Puts a writer in the place of the current one, which is closed once nothing is being written to it. */
  switchTo(writer: Writer): void {
    const previous = this.#current;
    this.#current = writer;
    if (this.#writing !== previous) previous.close();
  }

  write(chunks: readonly Buffer[], done: (error?: Error) => void): void {
    const writer = this.#current;
    this.#writing = writer;
    writer.write(chunks, (error) => {
      this.#writing = undefined;
      if (writer !== this.#current) writer.close();
      done(error);
    });
  }

  close(): void {
    if (this.#writing !== this.#current) this.#writing?.close();
    this.#current.close();
  }
}
