import type { Backend } from '../routing/backend.js';
import type { MakeRecordingError } from './recording-error.js';

/** The connections of a recording that are open: their numbers go up, and each is closed at the backend that it was opened to. */
export class OpenConnections {
  readonly #open = new Map<number, Backend>();
  #last = 0;

  /** @throws LbsimError as made by `errorOf`: an earlier one has had that number */
  open(connection: number, backend: Backend, errorOf: MakeRecordingError): void {
    if (connection <= this.#last)
      throw errorOf(`connection ${connection} is not new, the last one was ${this.#last}`);
    this.#last = connection;
    this.#open.set(connection, backend);
  }

  /** @throws LbsimError as made by `errorOf`: there is none of that number, or it is another backend's */
  close(connection: number, backend: Backend, errorOf: MakeRecordingError): void {
    if (this.#open.get(connection) !== backend)
      throw errorOf(`connection ${connection} is not open to backend ${backend.index}`);
    this.#open.delete(connection);
  }
}
