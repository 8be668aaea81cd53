import { startDeadline } from '../net/deadline.js';
import type { ClientConnection } from '../transport/transport.js';

/** A waiting client: until it is served, its time is over, or it leaves. */
export class WaitDeadline {
  readonly #client: ClientConnection;
  readonly #left: () => void;
  #cancelDeadline: (() => void) | undefined;
  #pause: NodeJS.Timeout | undefined;

  /** @param left - called when the client finishes while it waits */
  constructor(client: ClientConnection, left: () => void) {
    this.#client = client;
    this.#left = left;
  }

  /**
   * Begins to wait; may be called again while it does.
   *
   * @param ms - how long it is ready to, from now on
   * @param over - called when it no longer is; at once when it already isn't
   */
  begin(ms: number, over: () => void): void {
    this.end();
    this.#client.onEnded(this.#left);
    if (ms > 0) this.#cancelDeadline = startDeadline(ms, over);
    if (ms <= 0) over();
    else if (this.#client.ended) this.#left();
  }

  /** Ends the wait after that time, if it still lasts, and goes on otherwise. */
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
    this.#client.onEnded(undefined);
  }
}
