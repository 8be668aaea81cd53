import type { Writer } from '../../lib/output/writer.js';

/** A writer whose reader takes in what it is told to, one write at a time. */
export class SlowWriter implements Writer {
  readonly mayRecover: boolean;
  readonly mostAtOnce = 1;
  text = '';
  closed = false;
  untaken: number | undefined;
  #pending: { text: string; done: (error?: Error) => void } | undefined;

  constructor(mayRecover = true) {
    this.mayRecover = mayRecover;
  }

  get isWaiting(): boolean {
    return this.#pending !== undefined;
  }

  get lines(): string[] {
    return this.text.split('\n').slice(0, -1);
  }

  write(chunks: readonly Buffer[], done: (error?: Error) => void): void {
    if (this.#pending !== undefined) throw new Error('the last write is not done yet');
    this.#pending = { text: Buffer.concat(chunks).toString(), done };
  }

  /** Takes in what is waiting, so many writes of it, or all. */
  read(writes = Infinity): void {
    for (let n = 0; n < writes && this.#pending !== undefined; n++) this.#end(undefined);
  }

  /** The write that is waiting fails. */
  fail(message = 'ENOSPC: no space left on device, write'): void {
    this.#end(new Error(message));
  }

  writeSync? = (chunk: Buffer): void => {
    this.text += chunk.toString();
  };

  close(): void {
    this.closed = true;
  }

  #end(error: Error | undefined): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (error === undefined) this.text += pending?.text ?? '';
    pending?.done(error);
  }
}
