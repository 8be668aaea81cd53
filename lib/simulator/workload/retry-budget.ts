/** Parts of the window, each of which is forgotten as a whole. */
const PARTS = 10;

/** What a retry costs, so that shares are counted in whole numbers. */
const COST = 1_000_000;

/**
 * A bound on retries as a share of the requests: each request pays in that share, a retry takes one out, and what was paid in is
 * forgotten after a while. So however many attempts fail, retries add no more than that share to the load.
 *
 * Finagle's `com.twitter.finagle.service.RetryBudget` (2016), which Linkerd has as well: a token bucket whose tokens expire after
 * 10 s, with a share of 0.2; without its minimum of retries per second. Envoy's `retry_budget` bounds the retries under way by a
 * share of the requests under way instead.
 */
export class RetryBudget {
  readonly #deposit: number;
  readonly #part: number;
  readonly #parts = new Array<number>(PARTS).fill(0);
  /** The number of the part that goes on, counted from the beginning of time. */
  #current = 0;

  /**
   * @param share - retries by requests, 0 to 1; Infinity for no bound
   * @param window - how long what a request has paid in counts
   */
  constructor(share: number, window: number) {
    this.#deposit = share === Infinity ? Infinity : Math.round(share * COST);
    this.#part = window / PARTS;
  }

  /** A request has arrived. */
  deposit(now: number): void {
    if (this.#deposit === Infinity) return;
    this.#passTime(now);
    this.#add(this.#deposit);
  }

  /** A retry is to be made. @returns whether it may be, which costs */
  withdraw(now: number): boolean {
    if (this.#deposit === Infinity) return true;
    this.#passTime(now);
    if (this.#parts.reduce((sum, part) => sum + part, 0) < COST) return false;
    this.#add(-COST);
    return true;
  }

  #add(amount: number): void {
    const index = this.#current % PARTS;
    this.#parts[index] = (this.#parts[index] ?? 0) + amount;
  }

  /** Forgets what is older than the window. */
  #passTime(now: number): void {
    const current = Math.floor(now / this.#part);
    const passed = Math.min(PARTS, current - this.#current);
    for (let part = 0; part < passed; part++) this.#parts[(current - part) % PARTS] = 0;
    this.#current = current;
  }
}
