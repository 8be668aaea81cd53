import type { KeptEvent } from './kept-event.js';

/** The last events of one kind, bounded by their number and by the characters of their fields. */
export class EventShelf {
  readonly #maxEvents: number;
  readonly #maxCharacters: number;
  /** The oldest first; those before `#first` are gone. */
  #kept: KeptEvent[] = [];
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

  add(event: KeptEvent): void {
    this.#kept.push(event);
    this.#characters += event.size;
    while (this.#kept.length - this.#first > this.#maxEvents || this.#characters > this.#maxCharacters) {
      const { id, size } = this.#kept[this.#first] ?? event;
      this.#lostUpTo = id;
      this.#characters -= size;
      this.#first += 1;
    }
    if (this.#first <= this.#maxEvents) return;
    this.#kept = this.#kept.slice(this.#first);
    this.#first = 0;
  }

  /** Those with a number above that one, as far as they are kept. */
  after(id: number): readonly KeptEvent[] {
    let [low, high] = [this.#first, this.#kept.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#kept[middle]?.id ?? Infinity) > id) high = middle;
      else low = middle + 1;
    }
    return this.#kept.slice(low);
  }
}
