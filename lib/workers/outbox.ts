import type { Message, Table, Tell } from './messages.js';

/** Sends a batch. `sent` is called when it is on its way, or cannot be sent any more. */
export type Send<Messages extends Table<Messages>> = (
  batch: readonly Message<Messages>[],
  sent: () => void,
) => void;

/** Where a sender's messages go. */
export interface Mailbox<Messages extends Table<Messages>> {
  /** Sends at once, with all that waits. */
  readonly tellNow: Tell<Messages>;
  /** Sends at the end of this turn of the event loop, in which the engine may have gone on to carry what others answer. */
  readonly tell: Tell<Messages>;
  /** Does so too, unless much is being sent: then it sends with the next batch, {@link SOON_MS} later at the latest. */
  readonly tellSoon: Tell<Messages>;
}

/** How long a message may wait for company. */
export const SOON_MS = 2;

/** Batches that may be sent before messages begin to wait, and the interval in milliseconds after which one more may. */
const BURST = 16;
const REFILL_MS = 10;

/**
 * Collects messages and sends them in batches, in order. To send a batch costs about as much as to carry a small
 * request, so under load what nobody waits for goes along with others.
 */
export class Outbox<Messages extends Table<Messages>> implements Mailbox<Messages> {
  readonly #send: Send<Messages>;
  readonly #now: () => number;
  #batch: Message<Messages>[] = [];
  #ending = false;
  #timer: NodeJS.Timeout | undefined;
  #held = false;
  /** A token bucket: how many batches may go without waiting, as of a time in milliseconds. */
  #tokens = BURST;
  #filledAt = 0;

  /** @param now - a monotonic clock in milliseconds */
  constructor(send: Send<Messages>, now: () => number = () => performance.now()) {
    this.#send = send;
    this.#now = now;
  }

  readonly tellNow: Tell<Messages> = (name, ...details) => {
    this.#batch.push([name, ...details]);
    this.flush();
  };

  readonly tell: Tell<Messages> = (name, ...details) => {
    this.#batch.push([name, ...details]);
    this.#endTurn();
  };

  readonly tellSoon: Tell<Messages> = (name, ...details) => {
    this.#batch.push([name, ...details]);
    if (this.#ending || this.#timer !== undefined) return;
    if (this.#isCalm()) this.#endTurn();
    else this.#timer = setTimeout(() => this.flush(), SOON_MS);
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
    if (batch.length === 0) {
      sent();
      return;
    }
    this.#tokens = Math.max(0, this.#tokens - 1);
    this.#send(batch, sent);
  }

  #endTurn(): void {
    if (this.#ending) return;
    this.#ending = true;
    setImmediate(() => this.flush());
  }

  #isCalm(): boolean {
    const now = this.#now();
    this.#tokens = Math.min(BURST, this.#tokens + (now - this.#filledAt) / REFILL_MS);
    this.#filledAt = now;
    return this.#tokens >= 1;
  }
}
