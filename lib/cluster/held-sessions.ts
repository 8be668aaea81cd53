/** What is known of the claim of a client's entry. */
interface Held {
  /** The backend that the store has confirmed. */
  backend: string | undefined;
  claimedAt: number;
  /** The idle life that it has had since then at least, in milliseconds. */
  lifeMs: number;
  /** Connections of the client that stand. */
  connections: number;
  /** Backends that this balancer does not know, and whose place in the entry it has taken; undefined for none. */
  replaced?: Set<string>;
}

/** The share of its idle life after which an entry that is in use has it anew. */
const RENEWAL = 0.1;
/** The share of it by which an entry may end too early: of a client that comes and goes the store is not told each time. */
export const TOLERANCE = 0.01;

/** The entries of SESSION_MAP as the store has them: which were claimed, when, and which are in use. */
export class HeldSessions {
  readonly #held = new Map<string, Held>();
  /** Entries in use, those that were claimed first in front. */
  readonly #inUse = new Map<string, Held>();
  /** Keys that the store has not taken. */
  readonly unconfirmed = new Set<string>();
  readonly #ttlMs: () => number;

  /** @param ttlMs - the idle life that entries are given now, in milliseconds */
  constructor(ttlMs: () => number) {
    this.#ttlMs = ttlMs;
  }

  /** The backend of the client's entry in the store, as far as that is known. */
  confirmedOf(key: string): string | undefined {
    return this.#held.get(key)?.backend;
  }

  /** Whether the store has the client's entry leading there, as far as is known, and has it for as long as it is to live from now on. */
  standing(key: string, backend: string, now: number): 'unknown' | 'fresh' | 'old' {
    const held = this.#held.get(key);
    if (held?.backend !== backend || this.unconfirmed.has(key)) return 'unknown';
    return this.#isOld(held, TOLERANCE, now) ? 'old' : 'fresh';
  }

  /** @returns whether the entry is to be claimed */
  connected(key: string, backend: string, now: number): boolean {
    let held = this.#held.get(key);
    if (held === undefined) {
      held = { backend: undefined, claimedAt: -Infinity, lifeMs: 0, connections: 0 };
      this.#held.set(key, held);
    }
    if (held.connections++ === 0) this.#inUse.set(key, held);
    return held.backend !== backend || this.#isOld(held, RENEWAL, now);
  }

  /** @returns whether the entry's idle life begins */
  disconnected(key: string): boolean {
    const held = this.#held.get(key);
    // One that was evicted meanwhile may have come back.
    if (held === undefined) return true;
    held.connections = Math.max(0, held.connections - 1);
    if (held.connections > 0) return false;
    this.#inUse.delete(key);
    return true;
  }

  forget(key: string): void {
    this.#held.delete(key);
    this.#inUse.delete(key);
    this.unconfirmed.delete(key);
  }

  /** The store has the client stick to that backend. One that has been forgotten since it was asked stays so. @param lifeMs - what is left of its idle life, at least; 0 where that is not known */
  confirmed(key: string, backend: string, now: number, lifeMs: number): void {
    this.unconfirmed.delete(key);
    const held = this.#held.get(key);
    if (held === undefined) return;
    held.backend = backend;
    held.claimedAt = now;
    held.lifeMs = lifeMs;
    if (this.#inUse.delete(key)) this.#inUse.set(key, held);
  }

  /** The entry led to a backend that this balancer does not know, and does not any more. */
  replaced(key: string, unknown: string): void {
    const held = this.#held.get(key);
    if (held !== undefined) (held.replaced ??= new Set()).add(unknown);
  }

  hasReplaced(key: string, unknown: string): boolean {
    return this.#held.get(key)?.replaced?.has(unknown) === true;
  }

  /** The store has not taken the claim. */
  refused(key: string): void {
    if (this.#held.has(key)) this.unconfirmed.add(key);
  }

  /** Entries in use that are to have their idle life anew. */
  due(now: number): string[] {
    const due: string[] = [];
    for (const [key, held] of this.#inUse) {
      if (!this.#isOld(held, RENEWAL, now)) break;
      due.push(key);
    }
    return due;
  }

  /** Whether that share of its life has passed, or it is to have another one now. */
  #isOld({ claimedAt, lifeMs }: Held, share: number, now: number): boolean {
    const ttlMs = this.#ttlMs();
    return lifeMs !== ttlMs || claimedAt <= now - share * ttlMs;
  }
}
