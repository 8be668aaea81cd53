import type { LogEntry } from '../logging/logger.js';
import { EventShelf } from './event-shelf.js';
import { KeptEvent } from './kept-event.js';

/** What a ring keeps at most. */
const MAX_EVENTS = 10_000;
const MAX_CHARACTERS = 8 * 2 ** 20;
/** Of those at level DEBUG, such as the probes of a backend, so that they push out no others. */
const MAX_DEBUG_EVENTS = 1000;
const MAX_DEBUG_CHARACTERS = 2 ** 20;

/** Numbers of events that are gone. */
export interface EventGap {
  readonly from: number;
  readonly to: number;
}

interface EventListener {
  readonly heard: (event: KeptEvent) => void;
  readonly ended: () => void;
}

/**
 * The last events of a process, numbered: all that goes to the log, whatever its level. It keeps 10,000 of them, or about 8
 * Mi characters, whichever is less; of those at level DEBUG 1,000, or 1 Mi characters, beside the others.
 */
export class EventRing {
  /** Another one in each process: numbers mean something together with it. */
  readonly instance = Date.now().toString(36);
  readonly #events = new EventShelf(MAX_EVENTS, MAX_CHARACTERS);
  readonly #debug = new EventShelf(MAX_DEBUG_EVENTS, MAX_DEBUG_CHARACTERS);
  #lastId = 0;
  readonly #listeners = new Set<EventListener>();
  #isOver = false;

  /** The number of the newest event; 0 before the first. */
  get lastId(): number {
    return this.#lastId;
  }

  /** The numbers of those after that one that are gone, but for those at level DEBUG; undefined while all are kept. */
  gapAfter(id: number): EventGap | undefined {
    const { lostUpTo } = this.#events;
    return lostUpTo > id ? { from: id + 1, to: lostUpTo } : undefined;
  }

  add(entry: LogEntry): void {
    const event = new KeptEvent((this.#lastId += 1), entry);
    (entry.level === 'debug' ? this.#debug : this.#events).add(event);
    for (const { heard } of this.#listeners) heard(event);
  }

  /** Those with a number above that one, as far as they are kept. */
  after(id: number): readonly KeptEvent[] {
    const [events, debug] = [this.#events.after(id), this.#debug.after(id)];
    return debug.length === 0 ? events : [...events, ...debug].sort((one, other) => one.id - other.id);
  }

  /** @param ended - called after the last event @returns stops it */
  subscribe(heard: EventListener['heard'], ended: EventListener['ended'] = () => undefined): () => void {
    const listener = { heard, ended };
    this.#listeners.add(listener);
    if (this.#isOver) ended();
    return () => void this.#listeners.delete(listener);
  }

  /** The process ends: no event comes any more. */
  end(): void {
    this.#isOver = true;
    for (const { ended } of this.#listeners) ended();
  }
}
