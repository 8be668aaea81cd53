import type { StartTimer } from '../../lib/health/start-timer.js';

interface Timer {
  readonly at: number;
  readonly action: () => void;
}

/** A clock that goes on when it is told to. What follows from an action in later microtasks has happened before time goes on. */
export class VirtualTime {
  now = 0;
  #timers: Timer[] = [];
  #flowing = false;

  readonly startTimer: StartTimer = (delayMs, action) => {
    const timer = { at: this.now + delayMs, action };
    this.#timers.push(timer);
    if (this.#flowing) setImmediate(() => void this.#next(Infinity));
    return () => (this.#timers = this.#timers.filter((other) => other !== timer));
  };

  /** How many timers have been started, and neither fired nor been cancelled. */
  get timers(): number {
    return this.#timers.length;
  }

  /** From now on time goes on to the next timer whenever one is started. */
  flows(): void {
    this.#flowing = true;
  }

  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    await settled();
    while (await this.#next(end));
    this.now = end;
  }

  async #next(end: number): Promise<boolean> {
    const next = this.#timers.reduce<Timer | undefined>(
      (first, timer) => (first === undefined || timer.at < first.at ? timer : first),
      undefined,
    );
    if (next === undefined || next.at > end) return false;
    this.#timers = this.#timers.filter((other) => other !== next);
    this.now = Math.max(this.now, next.at);
    next.action();
    await settled();
    return true;
  }
}

/** What had been promised has been told, and so has what came at the end of the turn. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}
