import type { EventQueue } from './event-queue.js';
import { eventCode, TIMER } from './event-kind.js';

interface Timer {
  readonly sequence: number;
  readonly action: () => void;
}

/** Timers of the virtual clock, for what happens seldom: probes, faults, connections that nobody answers. */
export class VirtualTimers {
  readonly #queue: EventQueue;
  readonly #timers: (Timer | undefined)[] = [];
  readonly #free: number[] = [];

  constructor(queue: EventQueue) {
    this.#queue = queue;
  }

  /** Calls the action once, after that time. @returns cancels it; of no effect afterwards */
  readonly start = (delay: number, action: () => void): (() => void) => {
    const place = this.#free.pop() ?? this.#timers.length;
    const sequence = this.#queue.push(this.#queue.now + delay, eventCode(TIMER, place));
    this.#timers[place] = { sequence, action };
    return () => {
      if (this.#timers[place]?.sequence === sequence) this.#clear(place);
    };
  };

  /** A timer's event has come. @returns false if the timer had been cancelled */
  fire(place: number, sequence: number): boolean {
    const timer = this.#timers[place];
    if (timer?.sequence !== sequence) return false;
    this.#clear(place);
    timer.action();
    return true;
  }

  #clear(place: number): void {
    this.#timers[place] = undefined;
    this.#free.push(place);
  }
}
