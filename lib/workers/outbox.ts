import type { Message, Table, Tell } from './messages.js';

/** Sends a batch. `sent` is called when it is on its way, or cannot be sent any more. */
export type Send<Messages extends Table<Messages>> = (
  batch: readonly Message<Messages>[],
  sent: () => void,
) => void;

/** Collects the messages of one turn of the event loop and sends them as one batch at its end. */
export class Outbox<Messages extends Table<Messages>> {
  readonly #send: Send<Messages>;
  #batch: Message<Messages>[] = [];
  #held = false;

  constructor(send: Send<Messages>) {
    this.#send = send;
  }

  readonly tell: Tell<Messages> = (name, ...details) => {
    if (this.#batch.push([name, ...details]) === 1) setImmediate(() => this.flush());
  };

  /** Keeps everything until it is released. */
  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    this.flush();
  }

  /** Sends what there is at once. */
  flush(sent: () => void = () => undefined): void {
    if (this.#held) return;
    const batch = this.#batch;
    this.#batch = [];
    if (batch.length > 0) this.#send(batch, sent);
    else sent();
  }
}
