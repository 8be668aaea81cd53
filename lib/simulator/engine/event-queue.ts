const ARITY_SHIFT = 2;
const ARITY = 1 << ARITY_SHIFT;
const INITIAL_CAPACITY = 1024;

/**
 * What is going to happen, in the order of time; of events at the same time the one that was put in first.
 *
 * A 4-ary heap over typed arrays (D. B. Johnson, "Priority queues with update and finding minimum spanning trees", 1975):
 * an event is a time, a sequence number and an integer that says what happens, and no object is made for it. Cost of
 * {@link push} and {@link next}: O(log n). What happens at an event mostly brings another one about, so the place of the
 * event that was taken out is left open for it, at the top, until the one after is asked for.
 */
export class EventQueue {
  #times = new Float64Array(INITIAL_CAPACITY);
  #sequences = new Float64Array(INITIAL_CAPACITY);
  #codes = new Int32Array(INITIAL_CAPACITY);
  /** Places that are used, among them the open one. */
  #size = 0;
  /** Whether the event at the top has been taken out. */
  #isOpen = false;
  #lastSequence = 0;
  /** Of the event that {@link next} has taken out: its time, which is the present; its number; what happens. */
  now = 0;
  sequence = 0;
  code = 0;

  /** Events that are still to come. */
  get size(): number {
    return this.#isOpen ? this.#size - 1 : this.#size;
  }

  /**
   * @param time - not before the present
   * @returns the event's number, unique and growing
   */
  push(time: number, code: number): number {
    const sequence = ++this.#lastSequence;
    if (this.#isOpen) {
      this.#isOpen = false;
      this.#sink(time, sequence, code);
    } else this.#rise(time, sequence, code);
    return sequence;
  }

  /** Takes out the first event, and makes its time the present. @returns false when there is none */
  next(): boolean {
    if (this.#isOpen) this.#close();
    if (this.#size === 0) return false;
    this.now = this.#times[0] ?? 0;
    this.sequence = this.#sequences[0] ?? 0;
    this.code = this.#codes[0] ?? 0;
    this.#isOpen = true;
    return true;
  }

  /** Puts the event that stands last into the open place. */
  #close(): void {
    this.#isOpen = false;
    const last = --this.#size;
    if (last > 0) this.#sink(this.#times[last] ?? 0, this.#sequences[last] ?? 0, this.#codes[last] ?? 0);
  }

  /** Finds a place, from the bottom up, for an event that is new. */
  #rise(time: number, sequence: number, code: number): void {
    if (this.#size === this.#times.length) this.#grow();
    const times = this.#times;
    let place = this.#size++;
    // The number is the greatest so far, so that only a later time lets the new event pass.
    while (place > 0) {
      const parent = (place - 1) >>> ARITY_SHIFT;
      if ((times[parent] ?? 0) <= time) break;
      this.#move(parent, place);
      place = parent;
    }
    this.#put(place, time, sequence, code);
  }

  /** Finds a place, from the top down, for an event that comes into the open place. */
  #sink(time: number, sequence: number, code: number): void {
    const size = this.#size;
    let place = 0;
    for (;;) {
      const first = (place << ARITY_SHIFT) + 1;
      if (first >= size) break;
      const child = this.#earliest(first, Math.min(first + ARITY, size));
      const childTime = this.#times[child] ?? 0;
      if (time < childTime || (time === childTime && sequence < (this.#sequences[child] ?? 0))) break;
      this.#move(child, place);
      place = child;
    }
    this.#put(place, time, sequence, code);
  }

  /** The place of the earliest event in [from, to). */
  #earliest(from: number, to: number): number {
    const times = this.#times;
    let best = from;
    let bestTime = times[from] ?? 0;
    for (let place = from + 1; place < to; place++) {
      const time = times[place] ?? 0;
      if (time < bestTime || (time === bestTime && this.#isBefore(place, best))) {
        best = place;
        bestTime = time;
      }
    }
    return best;
  }

  #isBefore(place: number, other: number): boolean {
    return (this.#sequences[place] ?? 0) < (this.#sequences[other] ?? 0);
  }

  #move(from: number, to: number): void {
    this.#times[to] = this.#times[from] ?? 0;
    this.#sequences[to] = this.#sequences[from] ?? 0;
    this.#codes[to] = this.#codes[from] ?? 0;
  }

  #put(place: number, time: number, sequence: number, code: number): void {
    this.#times[place] = time;
    this.#sequences[place] = sequence;
    this.#codes[place] = code;
  }

  #grow(): void {
    const capacity = this.#times.length * 2;
    const [times, sequences, codes] = [this.#times, this.#sequences, this.#codes];
    this.#times = new Float64Array(capacity);
    this.#sequences = new Float64Array(capacity);
    this.#codes = new Int32Array(capacity);
    this.#times.set(times);
    this.#sequences.set(sequences);
    this.#codes.set(codes);
  }
}
