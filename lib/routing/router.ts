import type { Scheduler } from '../schedulers/scheduler.js';
import type { Backend } from './backend.js';
import { indicesOf, type Journal } from './journal.js';
import { leftOutFor } from './left-out.js';
import type { Route } from './route.js';
import type { ExplainedRoute, LookedUpSession, RouteExplanation } from './route-explanation.js';
import { noSessionCounts, type SessionCounts, type SessionLookup } from './session-counts.js';
import type { Session } from './session.js';
import type { SessionMap } from './session-map.js';

export type { Route } from './route.js';

/**
 * The decision: SESSION_MAP first, then the scheduler, never a backend that this connection has already tried.
 *
 * A client without a sticky key (`undefined`) is always the scheduler's.
 */
export class Router {
  #scheduler: Scheduler<Backend>;
  #sessions: SessionMap | undefined;
  readonly #journal: Journal | undefined;
  /** Of SESSION_MAP. */
  readonly sessionCounts: SessionCounts;

  /**
   * @param sessions - none if no client sticks to a backend; keys are for the scheduler alone then
   * @param journal - told of all that the router is told, and of its answers
   * @param counts - whose `removed` is counted where the entries are
   */
  constructor(
    scheduler: Scheduler<Backend>,
    sessions?: SessionMap,
    journal?: Journal,
    counts: SessionCounts = noSessionCounts(),
  ) {
    this.#scheduler = scheduler;
    this.#sessions = sessions;
    this.#journal = journal;
    this.sessionCounts = counts;
  }

  /** From now on this one chooses. */
  setScheduler(scheduler: Scheduler<Backend>): void {
    this.#scheduler = scheduler;
  }

  /** The backend that the client sticks to, if any. Asking changes nothing, and so is not for the journal. */
  stickyBackendOf(key: string | undefined, now: number): Backend | undefined {
    return key === undefined ? undefined : this.#sessions?.peek(key, now);
  }

  /** Why {@link route} would decide as it would. Pure: it decides nothing, and no later decision is another for it. */
  explain(key: string | undefined, tried: ReadonlySet<Backend>, now: number): RouteExplanation {
    const session = this.#lookUp(key, tried, now);
    const asked = { key, tried, session };
    if (session !== undefined && session.reason === undefined)
      return { ...asked, route: { backend: session.entry.backend, why: 'sticky' } };
    const scheduled = this.#scheduler.explain?.(tried, key);
    const { candidate: backend, why } = scheduled ?? {};
    return { ...asked, scheduled, route: scheduled && { ...(backend && { backend }), ...(why && { why }) } };
  }

  /** As {@link route}, with the reason. */
  routeExplained(key: string | undefined, tried: ReadonlySet<Backend>, now: number): ExplainedRoute {
    const foreseen = this.explain(key, tried, now);
    const route = this.route(key, tried, now, true);
    if (route === undefined || foreseen.route?.backend === route.backend)
      return { route, explanation: { ...foreseen, route } };
    const { backend: candidate, why, drawn } = route;
    const scheduled = this.#scheduler.explain?.(tried, key, { candidate, why, ...(drawn && { drawn }) });
    return { route, explanation: { ...foreseen, route, scheduled } };
  }

  /**
   * @param asked - whether the route is to have {@link Route.drawn}
   * @returns undefined when no available backend is left to try
   */
  route(key: string | undefined, tried: ReadonlySet<Backend>, now: number, asked = false): Route | undefined {
    const route = this.#decide(key, tried, now, asked);
    this.#journal?.([
      'route',
      now,
      key ?? null,
      indicesOf(tried),
      route?.backend.index ?? null,
      route?.why ?? null,
    ]);
    return route;
  }

  /**
   * The connection to `backend` stands: the client sticks to it from now on. An earlier mapping stays when its backend
   * is still good, so that of a client's simultaneous first connections one decides for all that follow, and a client
   * whose backend was full goes back there.
   */
  established(key: string | undefined, backend: Backend, tried: ReadonlySet<Backend>, now: number): void {
    if (key === undefined || this.#sessions === undefined) return;
    this.#journal?.(['established', now, key, backend.index, indicesOf(tried)]);
    const mapped = this.#sessions.get(key, now);
    const stays = mapped?.keepsClients === true && !tried.has(mapped);
    this.#sessions.connected(key, stays ? mapped : backend, now);
  }

  /**
   * A connection that was established is over. The idle life of the client's entry begins with the end of its last one,
   * however long that was.
   */
  released(key: string | undefined, backend: Backend, now: number): void {
    if (key === undefined || this.#sessions === undefined) return;
    this.#journal?.(['released', now, key, backend.index]);
    this.#sessions.disconnected(key, backend, now);
  }

  /** Whether clients stick to backends. */
  get hasSessions(): boolean {
    return this.#sessions !== undefined;
  }

  /** Entries of SESSION_MAP, among them expired ones that nobody has asked for yet. */
  get sessionCount(): number {
    return this.#sessions?.size ?? 0;
  }

  /** The entries of SESSION_MAP. Asking changes nothing. */
  sessions(now: number): Iterable<Session> {
    return this.#sessions?.list(now) ?? [];
  }

  /** The operator has the client stick to the backend. @returns false, and changes nothing, when all entries are of connected clients */
  pin(key: string, backend: Backend, now: number): boolean {
    if (!this.#sessions?.hasRoomFor(key, now)) return false;
    this.#journal?.(['sessions', now, 'pin', key, backend.index]);
    this.#sessions.set(key, backend, now);
    return true;
  }

  /** Another balancer knows the client: it sticks to that backend, unless all entries are of connected clients. */
  learn(key: string, backend: Backend, now: number): void {
    if (this.#sessions === undefined) return;
    this.#journal?.(['learned', now, key, backend.index]);
    this.#sessions.set(key, backend, now);
  }

  /** The operator has the client stick to no backend. @returns whether it did */
  forget(key: string, now: number): boolean {
    if (this.#sessions === undefined) return false;
    this.#journal?.(['sessions', now, 'forget', key, null]);
    return this.#sessions.forget(key, now);
  }

  /** Same for all clients, or those of one backend. @returns the keys of those that did */
  clear(backend: Backend | undefined, now: number): string[] {
    if (this.#sessions === undefined) return [];
    this.#journal?.(['sessions', now, 'clear', null, backend?.index ?? null]);
    return this.#sessions.clear(backend, now);
  }

  /** Idle life of entries of SESSION_MAP from now on, in milliseconds. */
  setStickyTtl(ttlMs: number): void {
    if (this.#sessions === undefined) return;
    this.#journal?.(['stickyTtl', ttlMs]);
    this.#sessions.ttlMs = ttlMs;
  }

  /**
   * Another SESSION_MAP takes the place of this one, whose clients it takes over, the least recently used first; their idle
   * lives begin again.
   *
   * @param sessions - none if no client sticks to a backend from now on
   */
  setSessions(sessions: SessionMap | undefined, now: number): void {
    const known = [...this.sessions(now)].reverse();
    this.#sessions = sessions;
    for (const { key, backend, connections } of sessions === undefined ? [] : known) {
      if (connections === 0) sessions?.set(key, backend, now);
      for (let n = 0; n < connections; n++) sessions?.connected(key, backend, now);
    }
  }

  /** The clients of one backend stick to another. @returns their keys */
  follow(from: Backend, to: Backend, now: number): string[] {
    if (this.#sessions === undefined) return [];
    this.#journal?.(['heir', now, from.index, to.index]);
    const keys = [...this.#sessions.list(now)]
      .filter(({ backend }) => backend === from)
      .map(({ key }) => key);
    for (const key of keys.reverse()) this.#sessions.set(key, to, now);
    return keys;
  }

  #lookUp(key: string | undefined, tried: ReadonlySet<Backend>, now: number): LookedUpSession | undefined {
    if (key === undefined || this.#sessions === undefined) return undefined;
    const entry = this.#sessions.entryOf(key, now);
    if (entry === undefined) return { entry, reason: 'none' };
    return { entry, reason: entry.expiresInMs < 0 ? 'expired' : leftOutFor(entry.backend, tried, true) };
  }

  #decide(
    key: string | undefined,
    tried: ReadonlySet<Backend>,
    now: number,
    asked: boolean,
  ): Route | undefined {
    const mapped = this.#usableSession(key, tried, now);
    if (mapped !== undefined) return { backend: mapped, why: 'sticky' };
    const pick = this.#scheduler.pick(tried, key, asked);
    if (pick?.drawn === undefined) return pick && { backend: pick.candidate, why: pick.why };
    return { backend: pick.candidate, why: pick.why, drawn: pick.drawn };
  }

  /** The backend that the client sticks to, if it may go there. */
  #usableSession(key: string | undefined, tried: ReadonlySet<Backend>, now: number): Backend | undefined {
    if (key === undefined || this.#sessions === undefined) return undefined;
    const { lookups, removed } = this.sessionCounts;
    const expiredBefore = removed.expired;
    const mapped = this.#sessions.get(key, now);
    let result: SessionLookup = removed.expired > expiredBefore ? 'expired' : 'miss';
    if (mapped !== undefined) result = usability(mapped, tried);
    lookups[result]++;
    return result === 'hit' ? mapped : undefined;
  }
}

function usability(backend: Backend, tried: ReadonlySet<Backend>): SessionLookup {
  if (!backend.keepsClients || tried.has(backend)) return 'backend_down';
  return backend.admitsClients ? 'hit' : 'backend_full';
}
