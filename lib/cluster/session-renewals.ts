import type { Router } from '../routing/router.js';
import type { HeldSessions } from './held-sessions.js';
import type { ClusterMember } from './member.js';
import type { SharedSession } from './shared-store.js';

export interface RenewalDeps {
  readonly router: Router;
  readonly member: ClusterMember;
  readonly held: HeldSessions;
  readonly now: () => number;
  /** Idle life of entries, in milliseconds. */
  readonly ttlMs: () => number;
  /** Entries that go to the store at once. */
  readonly batch: number;
  /** Claims what the store does not have as it is here. */
  readonly claim: (keys: readonly string[]) => Promise<void>;
}

/** Batches that are under way at once: a store that is 50 ms away is told of 40,000 entries of 250 a batch in a second. */
const LANES = 8;

/** Gives entries that are in use, or were until now, their idle life anew: for the store less work than a claim of each. */
export class SessionRenewals {
  readonly #deps: RenewalDeps;

  constructor(deps: RenewalDeps) {
    this.#deps = deps;
  }

  /**
   * Ends early where the store is away: what it was not told of is claimed when it is back.
   *
   * @param keys - of clients; those that the store does not have as they are here are claimed
   */
  async renew(keys: readonly string[]): Promise<void> {
    const { member, batch } = this.#deps;
    let at = 0;
    const lane = async (): Promise<void> => {
      while (at < keys.length && member.asksStore) {
        const first = at;
        at += batch;
        await this.#renewBatch(keys.slice(first, at));
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  }

  async #renewBatch(keys: readonly string[]): Promise<void> {
    const { router, held, now, claim } = this.#deps;
    const old: SharedSession[] = [];
    const others: string[] = [];
    for (const key of keys) {
      const backend = router.stickyBackendOf(key, now())?.name;
      const standing = backend === undefined ? 'unknown' : held.standing(key, backend, now());
      if (backend === undefined || standing === 'unknown') others.push(key);
      else if (standing === 'old') old.push({ key, backend });
    }
    await claim(others);
    if (old.length > 0) await this.#renew(old);
  }

  async #renew(entries: readonly SharedSession[]): Promise<void> {
    const { member, held, now, claim } = this.#deps;
    const ttlMs = this.#deps.ttlMs();
    const found = await member.tell('claim', (store) => store.renew(entries, ttlMs));
    if (found === undefined) {
      for (const { key } of entries) held.refused(key);
      return;
    }
    const others: string[] = [];
    for (const [index, { key, backend }] of entries.entries()) {
      if (found[index] === backend) held.confirmed(key, backend, now(), ttlMs);
      else others.push(key);
    }
    await claim(others);
  }
}
