import type { Message, Table, Tell } from './messages.js';

/** Sends a batch. `sent` is called when it is on its way, or cannot be sent any more. */
export type Send<Messages extends Table<Messages>> = (
  batch: readonly Message<Messages>[],
  sent: () => void,
) => void;

/** Where a sender's messages go. */
export interface Mailbox<Messages extends Table<Messages>> {
  /** Sends at the end of this turn of the event loop. */
  readonly tell: Tell<Messages>;
  /** Sends with the next message that is told, or after {@link SOON_MS} at the latest. */
  readonly tellSoon: Tell<Messages>;
}

/** How long a message may wait for company. */
export const SOON_MS = 2;

/**
 * Collects messages and sends them in batches, in order: to send one costs more than to carry a connection's share of
 * bytes, so what nobody waits for goes along with others.
 */
export class Outbox<Messages extends Table<Messages>> implements Mailbox<Messages> {
  readonly #send: Send<Messages>;
  #batch: Message<Messages>[] = [];
  #ending = false;
  #timer: NodeJS.Timeout | undefined;
  #held = false;

  constructor(send: Send<Messages>) {
    this.#send = send;
  }

  readonly tell: Tell<Messages> = (name, ...details) => {
    this.#batch.push([name, ...details]);
    if (this.#ending) return;
    this.#ending = true;
    setImmediate(() => this.flush());
  };

  readonly tellSoon: Tell<Messages> = (name, ...details) => {
    this.#batch.push([name, ...details]);
    if (!this.#ending) this.#timer ??= setTimeout(() => this.flush(), SOON_MS);
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
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#ending = false;
    if (this.#held) return;
    const batch = this.#batch;
    this.#batch = [];
    if (batch.length > 0) this.#send(batch, sent);
    else sent();
  }
}
