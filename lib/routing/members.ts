import type { Scheduler } from '../schedulers/scheduler.js';
import type { Backend } from './backend.js';

/** The backends that a scheduler may choose from, and the scheduler, which can be replaced. */
export class Members {
  #scheduler: Scheduler<Backend>;
  readonly #members = new Set<Backend>();

  constructor(scheduler: Scheduler<Backend>) {
    this.#scheduler = scheduler;
  }

  get size(): number {
    return this.#members.size;
  }

  get scheduler(): Scheduler<Backend> {
    return this.#scheduler;
  }

  /** Makes the backend a member, or not, as it ought to be. */
  enrol(backend: Backend): void {
    if (backend.available === this.#members.has(backend)) return;
    if (backend.available) {
      this.#members.add(backend);
      this.#scheduler.add(backend);
    } else {
      this.#members.delete(backend);
      this.#scheduler.remove(backend);
    }
  }

  /** An index by weight takes the backend for another member after the change. */
  reweigh(backend: Backend, change: () => void): void {
    const isMember = this.#members.has(backend);
    if (isMember) this.#scheduler.remove(backend);
    change();
    if (isMember) this.#scheduler.add(backend);
  }

  /** From now on this one chooses. It is told of the members in the order of their indices. */
  setScheduler(scheduler: Scheduler<Backend>): void {
    this.#scheduler = scheduler;
    for (const backend of [...this.#members].sort((a, b) => a.index - b.index)) scheduler.add(backend);
  }
}
