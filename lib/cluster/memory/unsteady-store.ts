import { LbsimError } from '../../errors.js';
import type { StartTimer } from '../../health/start-timer.js';
import type { RandomSource } from '../../schedulers/scheduler.js';
import type { Beat, LabChange, LabView, SessionClaim, SharedSession, SharedStore } from '../shared-store.js';

export interface UnsteadyOptions {
  /** Of the delays and losses: a seeded one repeats them. */
  readonly random: RandomSource;
  readonly startTimer: StartTimer;
  /** The longest way of a call, and of its answer, in milliseconds; each takes from nothing to that long, so they overtake one another. */
  readonly delayMs: number;
  /** The share of calls and of answers that are lost, so that there is never an answer. @default 0 */
  readonly loss?: number;
  /** Whether the store can be reached now. @default always */
  readonly isReachable?: () => boolean;
}

/** A store behind a network that delays, reorders and loses what is sent. */
export class UnsteadyStore implements SharedStore {
  readonly #store: SharedStore;
  readonly #options: UnsteadyOptions;

  constructor(store: SharedStore, options: UnsteadyOptions) {
    this.#store = store;
    this.#options = options;
  }

  open(): Promise<void> {
    return this.#send(() => this.#store.open());
  }

  beat(beat: Beat): Promise<LabView> {
    return this.#send(() => this.#store.beat(beat));
  }

  lookUp(keys: readonly string[]): Promise<(string | null)[]> {
    return this.#send(() => this.#store.lookUp(keys));
  }

  renew(entries: readonly SharedSession[], ttlMs: number): Promise<(string | null)[]> {
    return this.#send(() => this.#store.renew(entries, ttlMs));
  }

  claim(claims: readonly SessionClaim[], by: string): Promise<string[]> {
    return this.#send(() => this.#store.claim(claims, by));
  }

  change(change: LabChange, by: string): Promise<void> {
    return this.#send(() => this.#store.change(change, by));
  }

  leave(id: string): Promise<void> {
    return this.#send(() => this.#store.leave(id));
  }

  close(): void {
    this.#store.close();
  }

  async #send<T>(call: () => Promise<T>): Promise<T> {
    await this.#travel();
    const answer = await call();
    await this.#travel();
    return answer;
  }

  /** One way. What is lost never arrives. */
  #travel(): Promise<void> {
    const { random, startTimer, delayMs, loss = 0, isReachable } = this.#options;
    if (isReachable?.() === false)
      return Promise.reject(new LbsimError('ERR_CLUSTER', 'the store is away: start it'));
    const isLost = random() < loss;
    const ms = random() * delayMs;
    return new Promise((arrived) => {
      if (!isLost) startTimer(ms, arrived);
    });
  }
}
