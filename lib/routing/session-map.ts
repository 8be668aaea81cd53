import { LRUCache } from 'lru-cache';
import type { Backend } from './backend.js';

/** SESSION_MAP is laid out at the start: ten million clients take some 300 MB. */
export const MAX_STICKY_MAX = 10_000_000;

export interface SessionMapOptions {
  /** How many clients are remembered, up to {@link MAX_STICKY_MAX}; past it the least recently used is forgotten. */
  readonly max: number;
  /** Idle life of an entry in milliseconds. */
  readonly ttlMs: number;
  /** Told of each client whose entry is gone, or leads to another backend from now on. */
  readonly forgotten?: ((key: string) => void) | undefined;
}

/** SESSION_MAP: which backend a client sticks to. Bounded in number and in idle time. */
export class SessionMap {
  readonly #entries: LRUCache<string, Backend>;
  #now = 0;

  constructor({ max, ttlMs, forgotten }: SessionMapOptions) {
    this.#entries = new LRUCache({
      max,
      ttl: Math.ceil(ttlMs), // the cache takes whole numbers only
      ttlResolution: 0,
      updateAgeOnGet: true,
      ...(forgotten && { dispose: (_backend: Backend, key: string) => forgotten(key) }),
      // The cache takes a start time of 0 for "lives for ever", and virtual time begins there.
      perf: { now: () => this.#now + 1 },
    });
  }

  /** Entries held, among them expired ones that nobody has asked for yet; never more than `max`. */
  get size(): number {
    return this.#entries.size;
  }

  /** The client's backend, or undefined when it has none or its entry has expired. Asking renews the entry. */
  get(key: string, now: number): Backend | undefined {
    this.#now = now;
    return this.#entries.get(key);
  }

  set(key: string, backend: Backend, now: number): void {
    this.#now = now;
    this.#entries.set(key, backend);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}
