import type { Job } from './station.js';

/** Jobs by the order in which they are done: a binary heap; one that has left is dropped when it comes to the top. */
export class JobHeap implements Iterable<Job> {
  readonly #jobs: Job[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get first(): Job | undefined {
    while (this.#jobs[0]?.gone === true) this.#removeTop();
    return this.#jobs[0];
  }

  push(job: Job): void {
    this.#size++;
    let place = this.#jobs.push(job) - 1;
    while (place > 0) {
      const parent = (place - 1) >>> 1;
      if (!this.#isBefore(place, parent)) return;
      this.#swap(place, parent);
      place = parent;
    }
  }

  shift(): Job | undefined {
    const { first } = this;
    if (first === undefined) return undefined;
    this.#size--;
    this.#removeTop();
    return first;
  }

  /** A job that is in it leaves. */
  remove(job: Job): void {
    job.gone = true;
    this.#size--;
  }

  *[Symbol.iterator](): Iterator<Job> {
    for (const job of this.#jobs) if (!job.gone) yield job;
  }

  #removeTop(): void {
    const last = this.#jobs.pop();
    if (last === undefined || this.#jobs.length === 0) return;
    this.#jobs[0] = last;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.#jobs.length) return;
      if (child + 1 < this.#jobs.length && this.#isBefore(child + 1, child)) child++;
      if (!this.#isBefore(child, place)) return;
      this.#swap(place, child);
      place = child;
    }
  }

  #isBefore(place: number, other: number): boolean {
    return (this.#jobs[place]?.due ?? Infinity) < (this.#jobs[other]?.due ?? Infinity);
  }

  #swap(place: number, other: number): void {
    const [a, b] = [this.#jobs[place], this.#jobs[other]];
    if (a === undefined || b === undefined) return;
    this.#jobs[place] = b;
    this.#jobs[other] = a;
  }
}
