import type { Dispatcher } from '../dispatch/dispatcher.js';
import type { Backend } from '../routing/backend.js';

/** A connection to a backend, as long as it counts. It holds nothing of the search that led to it. */
export class CountedConnection {
  /** Whether it ever was. */
  established = false;
  readonly #dispatcher: Dispatcher;
  readonly #backend: Backend;
  readonly #number: number;

  /** @param number - that the dispatcher knows it by */
  constructor(dispatcher: Dispatcher, backend: Backend, number: number) {
    this.#dispatcher = dispatcher;
    this.#backend = backend;
    this.#number = number;
  }

  /** It is closed. */
  readonly closed = (): void =>
    this.#dispatcher.connectionClosed(this.#backend, this.#number, this.established);
}
