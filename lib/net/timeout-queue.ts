/** Something that happens unless it is called off in time. */
export interface Timeout {
  readonly expired: () => void;
  /** On the clock of `performance.now()`. */
  readonly due: number;
  older: Timeout | undefined;
  newer: Timeout | undefined;
  pending: boolean;
}

/**
 * Timeouts that all last equally long, behind one timer of Node's. To set one and to call it off, as happens to nearly
 * all, is to link it into a list and out of it again; the one set first is due first, so the list is always in order.
 *
 * A `setTimeout` per connection costs more than it seems: in some runs it had V8's scavenger keep a third of all that
 * it should have freed.
 */
export class TimeoutQueue {
  static readonly #queues = new Map<number, TimeoutQueue>();
  readonly #ms: number;
  #oldest: Timeout | undefined;
  #newest: Timeout | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param ms - how long each of them lasts, in milliseconds */
  constructor(ms: number) {
    this.#ms = ms;
  }

  /** This process's queue for that duration, in milliseconds. */
  static lasting(ms: number): TimeoutQueue {
    let queue = TimeoutQueue.#queues.get(ms);
    if (queue === undefined) TimeoutQueue.#queues.set(ms, (queue = new TimeoutQueue(ms)));
    return queue;
  }

  /** @param expired - called once when the time is over */
  set(expired: () => void): Timeout {
    const older = this.#newest;
    const due = performance.now() + this.#ms;
    const timeout: Timeout = { expired, due, older, newer: undefined, pending: true };
    this.#newest = timeout;
    if (older === undefined) this.#oldest = timeout;
    else older.newer = timeout;
    if (older === undefined) this.#timer?.ref();
    this.#timer ??= setTimeout(this.#lookFirst, this.#ms);
    return timeout;
  }

  /** Calls one off. It may have expired, or have been called off, before. */
  clear(timeout: Timeout): void {
    if (!timeout.pending) return;
    this.#unlink(timeout);
    // The timer stays for the next one, but must not keep the process from ending.
    if (this.#oldest === undefined) this.#timer?.unref();
  }

  /**
   * Timers come before sockets in a turn of the event loop: what has arrived is looked at before anything expires. What
   * becomes due after this, as when the process stands still in the middle of a turn, has to wait for the next look.
   */
  readonly #lookFirst = (): void => {
    const now = performance.now();
    setImmediate(() => this.#expire(now));
  };

  #expire(now: number): void {
    this.#timer = undefined;
    while (this.#oldest !== undefined && this.#oldest.due <= now) {
      const { expired } = this.#oldest;
      this.#unlink(this.#oldest);
      expired();
    }
    if (this.#oldest === undefined) return;
    const delayMs = Math.min(this.#ms, Math.max(0, Math.ceil(this.#oldest.due - performance.now())));
    this.#timer ??= setTimeout(this.#lookFirst, delayMs);
  }

  #unlink(timeout: Timeout): void {
    const { older, newer } = timeout;
    if (older === undefined) this.#oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    timeout.older = undefined;
    timeout.newer = undefined;
    timeout.pending = false;
  }
}
