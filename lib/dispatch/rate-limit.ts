import type { PlacementOptions } from './placement-options.js';
import { RateLimiter } from './rate-limiter.js';

/** The rate limit of options that may change; what was counted is forgotten then. */
export class RateLimit {
  readonly #options: Pick<PlacementOptions, 'rateLimit' | 'rateBurst'>;
  #limiter: RateLimiter | undefined;
  #perSecond = 0;

  constructor(options: Pick<PlacementOptions, 'rateLimit' | 'rateBurst'>) {
    this.#options = options;
  }

  /** Takes a token of the client if there is one. Only while there is a limit. @param now - in milliseconds */
  allows(client: string, now: number): boolean {
    const { rateLimit: perSecond, rateBurst: burst } = this.#options;
    if (this.#limiter === undefined || this.#perSecond !== perSecond) {
      this.#perSecond = perSecond;
      this.#limiter = new RateLimiter({ perSecond, burst });
    }
    return this.#limiter.allows(client, now);
  }
}
