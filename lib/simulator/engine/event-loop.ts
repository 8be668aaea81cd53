import { kindOf, subjectOf } from './event-kind.js';
import type { EventQueue } from './event-queue.js';

/** Events between two reports of progress. */
const PROGRESS_EVERY = 1 << 17;

/** What a loop goes through, and for how long. */
export interface EventLoopDeps {
  readonly queue: EventQueue;
  /** @returns false if the event has been overtaken by others, so that nothing happens */
  readonly happen: (kind: number, subject: number) => boolean;
  /** How many requests have ended, and whether there is more to do. */
  readonly counts: { readonly isOpen: boolean; readonly ended: number };
  /** How many there are, about. */
  readonly requests: number;
}

/** What goes on in promises, and is waited for before the next event. */
export interface Aside {
  readonly isBusy: boolean;
  settled(): Promise<void>;
}

type Progress = ((share: number) => void) | undefined;

/** Takes event after event out of a queue. */
export class EventLoop {
  readonly #deps: EventLoopDeps;
  /** Events at which something has happened. */
  events = 0;

  constructor(deps: EventLoopDeps) {
    this.#deps = deps;
  }

  /** @param progress - told now and then which share of the requests has ended */
  run(progress: Progress): void {
    const { counts, queue } = this.#deps;
    while (counts.isOpen && queue.next()) this.#step(progress);
  }

  /** As {@link run}. */
  async runBeside(aside: Aside, progress: Progress): Promise<void> {
    const { counts, queue } = this.#deps;
    while (counts.isOpen && queue.next()) {
      this.#step(progress);
      if (aside.isBusy) await aside.settled();
    }
  }

  #step(progress: Progress): void {
    const { queue, happen, counts, requests } = this.#deps;
    const { code } = queue;
    if (happen(kindOf(code), subjectOf(code)) && ++this.events % PROGRESS_EVERY === 0)
      progress?.(Math.min(1, counts.ended / requests));
  }
}
