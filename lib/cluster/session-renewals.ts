import type { Router } from '../routing/router.js';
import type { HeldSessions } from './held-sessions.js';
import type { ClusterMember } from './member.js';

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

/** The share of its idle life by which an entry may end too early in the store: of one whose client comes and goes it is not told each time. */
export const TOLERANCE = 0.01;

type Entry = readonly [key: string, backend: string];

/** Gives entries that are in use, or were until now, their idle life anew: for the store less work than a claim of each. */
export class SessionRenewals {
  readonly #deps: RenewalDeps;

  constructor(deps: RenewalDeps) {
    this.#deps = deps;
  }

  /** @param keys - of clients; those that the store does not have as they are here are claimed */
  async renew(keys: readonly string[]): Promise<void> {
    const { router, held, now, ttlMs, batch, claim } = this.#deps;
    const staleAt = now() - TOLERANCE * ttlMs();
    const confirmed: Entry[] = [];
    const others: string[] = [];
    for (const key of keys) {
      const backend = router.stickyBackendOf(key, now())?.name;
      const confirmedAt = backend === undefined ? undefined : held.confirmedAt(key, backend);
      if (backend === undefined || confirmedAt === undefined) others.push(key);
      else if (confirmedAt <= staleAt) confirmed.push([key, backend]);
    }
    await claim(others);
    for (let at = 0; at < confirmed.length; at += batch) await this.#renew(confirmed.slice(at, at + batch));
  }

  async #renew(entries: readonly Entry[]): Promise<void> {
    const { member, held, now, ttlMs, claim } = this.#deps;
    const keys = entries.map(([key]) => key);
    const found = await member.tell('claim', (store) => store.renew(keys, ttlMs()));
    if (found === undefined) {
      for (const key of keys) held.refused(key);
      return;
    }
    const others: string[] = [];
    for (const [index, [key, backend]] of entries.entries()) {
      if (found[index] === backend) held.confirmed(key, backend, now());
      else others.push(key);
    }
    await claim(others);
  }
}
