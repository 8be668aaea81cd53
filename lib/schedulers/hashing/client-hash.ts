import { mix, murmur3 } from './hash.js';

/** The hashes that clients are placed by. Equal keys have equal ones; who has no key is a client of its own each time. */
export class ClientHash {
  #anonymous = 0;

  /** @returns an integer of 32 bits, not negative. Those without a key repeat after 2³² of them, and not before */
  of(key: string | undefined): number {
    if (key !== undefined) return murmur3(key);
    this.#anonymous = (this.#anonymous + 1) | 0;
    return mix(this.#anonymous, 0);
  }

  /** What {@link of} is going to return. Asking changes nothing. */
  next(key: string | undefined): number {
    return key === undefined ? mix((this.#anonymous + 1) | 0, 0) : murmur3(key);
  }
}
