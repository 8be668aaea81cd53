/** An event as its ring keeps it. */
export interface NumberedEvent {
  /** From 1 up, without a gap, for as long as the process lives. */
  readonly id: number;
  /** The event's name, as in the log. */
  readonly event: string;
  /** Its fields as one JSON object: `timestamp` (RFC 3339, with milliseconds), `message`, and those of the log. */
  readonly data: string;
}

/** The last events of one kind, bounded by their number and by the characters of their fields. */
export class EventShelf {
  readonly #maxEvents: number;
  readonly #maxCharacters: number;
  /** The oldest first; those before `#first` are gone. */
  #kept: NumberedEvent[] = [];
  #first = 0;
  #characters = 0;
  #lostUpTo = 0;

  constructor(maxEvents: number, maxCharacters: number) {
    this.#maxEvents = maxEvents;
    this.#maxCharacters = maxCharacters;
  }

  /** The number of the newest event that is gone; 0 while all are kept. */
  get lostUpTo(): number {
    return this.#lostUpTo;
  }

  add(event: NumberedEvent): void {
    this.#kept.push(event);
    this.#characters += event.data.length;
    while (this.#kept.length - this.#first > this.#maxEvents || this.#characters > this.#maxCharacters) {
      const { id, data } = this.#kept[this.#first] ?? event;
      this.#lostUpTo = id;
      this.#characters -= data.length;
      this.#first += 1;
    }
    if (this.#first <= this.#maxEvents) return;
    this.#kept = this.#kept.slice(this.#first);
    this.#first = 0;
  }

  /** Those with a number above that one, as far as they are kept. */
  after(id: number): readonly NumberedEvent[] {
    let [low, high] = [this.#first, this.#kept.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#kept[middle]?.id ?? Infinity) > id) high = middle;
      else low = middle + 1;
    }
    return this.#kept.slice(low);
  }
}
