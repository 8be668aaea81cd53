import type { LogEntry } from '../logging/logger.js';

/** What a ring keeps at most. */
const MAX_EVENTS = 10_000;
const MAX_CHARACTERS = 8 * 2 ** 20;

/** An event as its ring keeps it. */
export interface NumberedEvent {
  /** From 1 up, without a gap, for as long as the process lives. */
  readonly id: number;
  /** The event's name, as in the log. */
  readonly event: string;
  /** Its fields as one JSON object: `timestamp` (RFC 3339, with milliseconds), `message`, and those of the log. */
  readonly data: string;
}

interface EventListener {
  readonly heard: (event: NumberedEvent) => void;
  readonly ended: () => void;
}

/**
 * The last events of a process, numbered: all that goes to the log, whatever its level. It keeps 10,000 of them, or 8 Mi
 * characters, whichever is less.
 */
export class EventRing {
  /** The oldest first; those before `#first` are gone. */
  #kept: NumberedEvent[] = [];
  #first = 0;
  #characters = 0;
  #lastId = 0;
  readonly #listeners = new Set<EventListener>();
  #isOver = false;

  /** The number of the newest event; 0 before the first. */
  get lastId(): number {
    return this.#lastId;
  }

  add({ event, message, level, fields }: LogEntry): void {
    const data = JSON.stringify({ timestamp: new Date().toISOString(), level, message, ...fields });
    const numbered = { id: (this.#lastId += 1), event, data };
    this.#kept.push(numbered);
    this.#characters += data.length;
    this.#forget();
    for (const { heard } of this.#listeners) heard(numbered);
  }

  /** Those with a number above that one, as far as they are kept. */
  after(id: number): readonly NumberedEvent[] {
    const oldest = this.#kept[this.#first]?.id ?? this.#lastId + 1;
    return this.#kept.slice(this.#first + Math.max(0, id + 1 - oldest));
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

  #forget(): void {
    while (this.#kept.length - this.#first > MAX_EVENTS || this.#characters > MAX_CHARACTERS) {
      this.#characters -= this.#kept[this.#first]?.data.length ?? 0;
      this.#first += 1;
    }
    if (this.#first <= MAX_EVENTS) return;
    this.#kept = this.#kept.slice(this.#first);
    this.#first = 0;
  }
}
