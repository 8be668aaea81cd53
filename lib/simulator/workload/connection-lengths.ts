import type { RandomSource } from '../../schedulers/scheduler.js';
import type { ConnectionLength } from '../plan/settings.js';

/** Counts down the requests of each connection. */
export class ConnectionLengths {
  readonly #draw: () => number;
  /** Requests that are to end yet, by connection; those of which none has ended are not there. */
  readonly #left = new Map<number, number>();

  constructor(length: ConnectionLength, random: RandomSource) {
    this.#draw = length.kind === 'fixed' ? () => length.mean : geometric(length.mean, random);
  }

  /** A request of the connection has ended. @returns whether another one is to come over it; if not, its number may be used again */
  goesOn(connection: number): boolean {
    const left = (this.#left.get(connection) ?? this.#draw()) - 1;
    if (left > 0) this.#left.set(connection, left);
    else this.#left.delete(connection);
    return left > 0;
  }
}

/** Draws whole numbers from 1 up, of that mean, by inversion: the number of trials up to the first success. */
function geometric(mean: number, random: RandomSource): () => number {
  if (mean === 1) return () => 1;
  const failure = Math.log1p(-1 / mean);
  return () => 1 + Math.floor(Math.log(1 - random()) / failure);
}
