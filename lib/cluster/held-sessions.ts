/** What is known of the claim of a client's entry. */
interface Held {
  /** The backend that the store has confirmed. */
  backend: string | undefined;
  claimedAt: number;
  /** Connections of the client that stand. */
  connections: number;
}

/** The entries of SESSION_MAP as the store has them: which were claimed, when, and which are in use. */
export class HeldSessions {
  readonly #held = new Map<string, Held>();
  /** Entries in use, those that were claimed first in front. */
  readonly #inUse = new Map<string, Held>();
  /** Keys that the store has not taken. */
  readonly unconfirmed = new Set<string>();

  /** The backend of the client's entry in the store, as far as that is known. */
  confirmedOf(key: string): string | undefined {
    return this.#held.get(key)?.backend;
  }

  /** When the store last confirmed that the client's entry leads there; undefined where that is not known. */
  confirmedAt(key: string, backend: string): number | undefined {
    const held = this.#held.get(key);
    return held?.backend === backend && !this.unconfirmed.has(key) ? held.claimedAt : undefined;
  }

  /** @param staleAt - claims from before then are renewed @returns whether the entry is to be claimed */
  connected(key: string, backend: string, staleAt: number): boolean {
    let held = this.#held.get(key);
    if (held === undefined) {
      held = { backend: undefined, claimedAt: -Infinity, connections: 0 };
      this.#held.set(key, held);
    }
    if (held.connections++ === 0) this.#inUse.set(key, held);
    return held.backend !== backend || held.claimedAt <= staleAt;
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

  /** The store has the client stick to that backend. */
  confirmed(key: string, backend: string, now: number): void {
    this.unconfirmed.delete(key);
    let held = this.#held.get(key);
    if (held === undefined) {
      held = { backend, claimedAt: now, connections: 0 };
      this.#held.set(key, held);
    }
    held.backend = backend;
    held.claimedAt = now;
    if (this.#inUse.delete(key)) this.#inUse.set(key, held);
  }

  /** The store has not taken the claim. */
  refused(key: string): void {
    if (this.#held.has(key)) this.unconfirmed.add(key);
  }

  /** Entries in use that were claimed no later than that, at most `max` of them. */
  due(staleAt: number, max: number): string[] {
    const due: string[] = [];
    for (const [key, { claimedAt }] of this.#inUse) {
      if (claimedAt > staleAt || due.length === max) break;
      due.push(key);
    }
    return due;
  }
}
