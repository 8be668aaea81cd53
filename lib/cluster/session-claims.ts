import type { EventSink } from '../event-sink.js';
import type { Backend } from '../routing/backend.js';
import type { BackendRegistry } from '../routing/backend-registry.js';
import type { Router } from '../routing/router.js';
import type { SessionRemoval } from '../routing/session-counts.js';
import { Throttle } from '../throttle.js';
import type { ClusterEvents } from './events.js';
import { HeldSessions } from './held-sessions.js';
import type { ClusterMember } from './member.js';
import { SessionNotices } from './session-notices.js';
import { SessionRenewals } from './session-renewals.js';
import type { SessionClaim, SessionNotice, SharedStore } from './shared-store.js';

export interface ClaimDeps {
  readonly id: string;
  readonly router: Router;
  readonly registry: BackendRegistry;
  readonly member: ClusterMember;
  readonly events: EventSink<ClusterEvents>;
  readonly now: () => number;
  readonly atEndOfTurn: (action: () => void) => void;
  /** Idle life of entries, in milliseconds. */
  readonly ttlMs: () => number;
  /** Where this client sticks to has changed. */
  readonly stickinessChanged: (key: string) => void;
}

/** Claims that go to the store at once. */
const BATCH = 250;

/**
 * Tells the store, off the path of clients, where they stick to, and gives way to the balancer that was first. What the store
 * has not taken yet is unconfirmed, and told again.
 */
export class SessionClaims {
  readonly #deps: ClaimDeps;
  readonly #held: HeldSessions;
  readonly #renewals: SessionRenewals;
  readonly #notices: SessionNotices;
  readonly #throttle = new Throttle();
  /** Claimed at the end of the turn, and at the next beat. */
  #soon: string[] = [];
  readonly #later = new Set<string>();
  #isRenewing = false;
  /** Clients that two balancers gave different backends. */
  conflicts = 0;

  constructor(deps: ClaimDeps) {
    this.#deps = deps;
    this.#held = new HeldSessions(deps.ttlMs);
    this.#notices = new SessionNotices({ ...deps, held: this.#held });
    this.#renewals = new SessionRenewals({
      ...deps,
      held: this.#held,
      batch: BATCH,
      claim: (keys) => this.#claimKeys(keys),
    });
  }

  /** Entries that the store has not taken yet. */
  get unconfirmed(): number {
    return this.#held.unconfirmed.size;
  }

  /** A connection of the client stands. */
  established(key: string): void {
    const { router, now, atEndOfTurn } = this.#deps;
    const backend = router.stickyBackendOf(key, now());
    if (backend === undefined) return;
    if (!this.#held.connected(key, backend.name, now())) return;
    if (this.#soon.push(key) === 1)
      atEndOfTurn(() => {
        const keys = this.#soon;
        this.#soon = [];
        void this.#claimKeys(keys);
      });
  }

  /** One of them is over. */
  released(key: string): void {
    // While the store is away nothing empties it; all is claimed when it is back.
    if (this.#held.disconnected(key) && this.#deps.member.asksStore) this.#later.add(key);
  }

  /** The client's entry in SESSION_MAP is gone, or leads elsewhere. */
  forgotten(key: string, why: SessionRemoval): void {
    if (why === 'moved') return;
    this.#held.forget(key);
    this.#notices.forgotten(key);
    this.#later.delete(key);
  }

  /** Renews what is in use, or was until now, and tells again what was not taken; nothing while that of an earlier beat lasts. */
  beat(): void {
    this.#notices.beat();
    if (this.#isRenewing) return;
    const due = this.#held.due(this.#deps.now());
    const keys = new Set([...this.#later, ...due, ...[...this.#held.unconfirmed].slice(0, BATCH)]);
    if (keys.size === 0) return;
    this.#later.clear();
    this.#isRenewing = true;
    void this.#renewals.renew([...keys]).finally(() => (this.#isRenewing = false));
  }

  /** What another balancer has said of clients. */
  noticed(notice: SessionNotice): void {
    this.#notices.heed(notice);
  }

  /**
   * Claims all that SESSION_MAP has: what is unconfirmed first, then the rest, used last first.
   *
   * @returns how many the store has taken, and how many another balancer had claimed; undefined when it is away again
   */
  async reclaim(): Promise<{ reclaimed: number; conflicts: number } | undefined> {
    const { router, now, member } = this.#deps;
    const { unconfirmed } = this.#held;
    const claims: SessionClaim[] = [];
    const others: SessionClaim[] = [];
    for (const { key, backend, expiresInMs } of router.sessions(now())) {
      const ttlMs = Math.min(expiresInMs, this.#deps.ttlMs());
      (unconfirmed.has(key) ? claims : others).push({ key, backend: backend.name, ttlMs, isAtLeast: true });
    }
    claims.push(...others);
    const conflictsBefore = this.conflicts;
    for (let at = 0; at < claims.length; at += BATCH)
      // An answer that is lost is not the end: nobody else would claim what is not in use.
      while (!(await this.#claim(claims.slice(at, at + BATCH)))) if (!member.asksStore) return undefined;
    const conflicts = this.conflicts - conflictsBefore;
    return { reclaimed: claims.length - conflicts, conflicts };
  }

  /** Tries whether the store takes a claim, by the first one that it has not taken yet, which replaces none; {@link reclaim} asks again. */
  async rehearse(store: SharedStore): Promise<void> {
    const [key] = this.#held.unconfirmed;
    const claims = this.#claimsOf(key === undefined ? [] : [key]);
    await store.claim(
      claims.map((claim) => ({ ...claim, stale: undefined, isAtLeast: true })),
      this.#deps.id,
    );
  }

  /** For a balancer that stops: what has come or ended since the last beat, and what the store has not taken. */
  async tellLast(store: SharedStore): Promise<void> {
    const keys = new Set([...this.#soon, ...this.#later, ...this.#held.unconfirmed]);
    const claims = this.#claimsOf([...keys]);
    for (let at = 0; at < claims.length; at += BATCH)
      await store.claim(claims.slice(at, at + BATCH), this.#deps.id);
  }

  #claimsOf(keys: readonly string[]): SessionClaim[] {
    const { router, now, ttlMs } = this.#deps;
    return keys.flatMap((key) => {
      const backend = router.stickyBackendOf(key, now());
      if (backend === undefined) return [];
      return [{ key, backend: backend.name, ttlMs: ttlMs(), stale: this.#staleOf(key, backend) }];
    });
  }

  async #claimKeys(keys: readonly string[]): Promise<void> {
    const claims = this.#claimsOf(keys);
    for (let at = 0; at < claims.length; at += BATCH) await this.#claim(claims.slice(at, at + BATCH));
  }

  /** The backend that the store knows it by, where that gives way. */
  #staleOf(key: string, { name }: Backend): string | undefined {
    const before = this.#held.confirmedOf(key);
    return before !== undefined && before !== name && this.#givesWay(key, before) ? before : undefined;
  }

  /**
   * A backend that is down gives way, and so does one that this balancer does not know: it may have left the lab. That only
   * once for a client, as a balancer that does know it has put it back since: otherwise two would undo each other's claims for ever.
   */
  #givesWay(key: string, name: string): boolean {
    const backend = this.#deps.registry.find(name);
    return backend === undefined ? !this.#held.hasReplaced(key, name) : !backend.keepsClients;
  }

  /** @returns whether the store has taken them */
  async #claim(claims: readonly SessionClaim[]): Promise<boolean> {
    const { id, member } = this.#deps;
    if (claims.length === 0) return true;
    const won = await member.tell('claim', (store) => store.claim(claims, id));
    if (won === undefined) {
      for (const { key } of claims) this.#held.refused(key);
      return false;
    }
    const again: SessionClaim[] = [];
    for (const [index, claim] of claims.entries()) {
      const winner = won[index] ?? claim.backend;
      if (winner === claim.backend) this.#won(claim);
      else if (!this.#givesWay(claim.key, winner)) this.#lost(claim, winner);
      else if (claim.stale !== winner) again.push({ ...claim, stale: winner });
    }
    return again.length === 0 || this.#claim(again);
  }

  #won({ key, backend, ttlMs, stale }: SessionClaim): void {
    const { registry, now } = this.#deps;
    this.#held.confirmed(key, backend, now(), ttlMs);
    if (stale !== undefined && registry.find(stale) === undefined) this.#held.replaced(key, stale);
  }

  /** Another balancer was first, and its backend can take the client. One that is not known here is left to those that know it. */
  #lost({ key, backend: here, ttlMs }: SessionClaim, winner: string): void {
    const { router, registry, now, events } = this.#deps;
    const there = registry.find(winner);
    if (there === undefined) {
      this.#held.confirmed(key, winner, now(), ttlMs);
      return;
    }
    const isNews = router.stickyBackendOf(key, now()) !== there;
    this.#notices.follow(key, there, 0);
    this.#later.add(key);
    if (!isNews) return;
    this.conflicts++;
    if (this.#throttle.passes(now()))
      events.emit('session_conflict', { key, here, there: there.name, conflicts: this.conflicts });
  }
}
