import { LRUCache } from 'lru-cache';
import { outOfRange } from '../errors.js';

/** How many keys a {@link RateLimiter} remembers by default. */
export const RATE_LIMITER_MAX = 100_000;

const MS_PER_SECOND = 1000;

export interface RateLimiterOptions {
  /** Calls a second that are allowed to each key in the long run; may be a fraction. */
  readonly perSecond: number;
  /** Calls allowed at once to a key that has been quiet. @default twice `perSecond`, rounded down, at least 1 */
  readonly burst?: number | undefined;
  /** How many keys are remembered; past it the least recently used is forgotten. @default RATE_LIMITER_MAX */
  readonly max?: number | undefined;
}

/** Calls of one key since its bucket was last full. */
interface Flow {
  /** When that was, in milliseconds. */
  since: number;
  /** Calls allowed from then on; each takes a token. */
  taken: number;
}

/**
 * A token bucket for each key, as the generic cell rate algorithm has it: no bucket is ever filled by a timer, each call
 * works out when the tokens that are gone will be back.
 *
 * ATM Forum, "Traffic Management Specification 4.0", 1996, section 4.4.2 (GCRA), where the theoretical arrival time of
 * the next call is `since + taken × interval`. It is kept as these two, so that no rounding adds up: with a rate and
 * times in whole numbers every answer is exact. Cost of a call: O(1).
 */
export class RateLimiter {
  readonly #flows: LRUCache<string, Flow>;
  readonly #perSecond: number;
  readonly #burst: number;

  /** @throws LbsimError `ERR_OPTION_INVALID` for a rate or a burst that would never allow anything */
  constructor({ perSecond, burst, max = RATE_LIMITER_MAX }: RateLimiterOptions) {
    if (!(perSecond > 0 && perSecond < Infinity))
      throw outOfRange('perSecond', perSecond, 'more than 0, such as 10 or 0.5');
    this.#perSecond = perSecond;
    this.#burst = burst ?? Math.max(1, Math.floor(2 * perSecond));
    if (!(this.#burst >= 1)) throw outOfRange('burst', burst, '1 or more');
    this.#flows = new LRUCache({ max });
  }

  /** Keys remembered, never more than `max`. */
  get size(): number {
    return this.#flows.size;
  }

  /**
   * Takes a token of the key if there is one. A call that is refused takes none.
   *
   * @param now - in milliseconds; never earlier than before
   */
  allows(key: string, now: number): boolean {
    const flow = this.#flows.get(key);
    if (flow === undefined) {
      this.#flows.set(key, { since: now, taken: 1 });
      return true;
    }
    // In thousandths of a token.
    const back = (now - flow.since) * this.#perSecond;
    if (flow.taken * MS_PER_SECOND <= back) {
      flow.since = now;
      flow.taken = 0;
    } else if ((flow.taken + 1 - this.#burst) * MS_PER_SECOND > back) return false;
    flow.taken += 1;
    return true;
  }
}
