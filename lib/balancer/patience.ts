import type { Socket } from 'node:net';
import { startDeadline } from '../net/deadline.js';
import type { WaitFor } from './waiting-room.js';

/**
 * A client that waits: until what it waits for has come, its patience is over, or it leaves. Its patience for each thing
 * begins with the first wait for it.
 */
export class Patience {
  readonly #client: Socket;
  readonly #left: () => void;
  readonly #deadlines: Partial<Record<WaitFor, number>> = {};
  #cancelDeadline: (() => void) | undefined;
  #pause: NodeJS.Timeout | undefined;

  /** @param left - called when the client finishes while it waits */
  constructor(client: Socket, left: () => void) {
    this.#client = client;
    this.#left = left;
  }

  /**
   * Begins to wait; may be called again while it does.
   *
   * @param ms - how long it is ready to, in all
   * @param over - called when it no longer is; at once when it already isn't
   */
  begin(waitFor: WaitFor, ms: number, over: () => void): void {
    this.end();
    const now = performance.now();
    this.#deadlines[waitFor] ??= now + ms;
    const leftMs = this.#deadlines[waitFor] - now;
    this.#client.once('end', this.#left);
    if (leftMs > 0) this.#cancelDeadline = startDeadline(leftMs, over);
    if (leftMs <= 0) over();
    else if (this.#client.readableEnded) this.#left();
  }

  /** Ends the wait after so long, if it still lasts, to go on otherwise. */
  pause(ms: number, goOn: () => void): void {
    this.#pause = setTimeout(() => {
      this.end();
      goOn();
    }, ms);
  }

  /** Ends the wait. */
  end(): void {
    this.#cancelDeadline?.();
    clearTimeout(this.#pause);
    this.#client.off('end', this.#left);
  }
}
