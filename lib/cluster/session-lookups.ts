import type { DispatchRequest } from '../dispatch/dispatcher.js';
import type { BackendRegistry } from '../routing/backend-registry.js';
import type { Router } from '../routing/router.js';
import type { ClusterMember } from './member.js';

/** What a cluster has to know of a request. */
export type LookupRequest = Pick<DispatchRequest, 'stickyKey' | 'tried' | 'ticket'>;

export interface LookupDeps<R extends LookupRequest> {
  readonly router: Router;
  readonly registry: BackendRegistry;
  readonly member: ClusterMember;
  /** Whether a client that is not known here waits until the store is there. */
  readonly strict: boolean;
  readonly now: () => number;
  /** Calls the action once, at the end of the turn. */
  readonly atEndOfTurn: (action: () => void) => void;
  /** Gives the request a backend, by what is known here. */
  readonly place: (request: R) => void;
  /** The request waits for the store. */
  readonly queued: (request: R) => void;
}

/**
 * Asks the store about clients that are new to this balancer, all of one turn at once, before they are given a backend. One that
 * is known here is not asked about, nor is one without a key, nor one that has tried a backend already.
 */
export class SessionLookups<R extends LookupRequest> {
  readonly #deps: LookupDeps<R>;
  readonly #waiting = new Map<string, Set<R>>();
  /** Keys that are asked about at the end of the turn. */
  #asked: string[] = [];
  /** Those that wait for the store to be there. */
  readonly #kept = new Set<R>();

  constructor(deps: LookupDeps<R>) {
    this.#deps = deps;
  }

  /** @returns whether the request is held until there is an answer, and placed then */
  holds(request: R): boolean {
    const { router, member, strict, now } = this.#deps;
    const { stickyKey } = request;
    if (stickyKey === undefined || !router.hasSessions || request.ticket > 0 || request.tried.size > 0)
      return false;
    if (router.stickyBackendOf(stickyKey, now()) !== undefined) return false;
    if (member.asksStore) this.#ask(stickyKey, request);
    else if (strict) this.#keep(request);
    else return false;
    return true;
  }

  /** The request gives up. */
  cancel(request: R): void {
    this.#kept.delete(request);
    const { stickyKey } = request;
    if (stickyKey !== undefined) this.#waiting.get(stickyKey)?.delete(request);
  }

  /** The store is there. */
  back(): void {
    const kept = [...this.#kept];
    this.#kept.clear();
    for (const request of kept) if (!this.holds(request)) this.#deps.place(request);
  }

  #keep(request: R): void {
    this.#kept.add(request);
    this.#deps.queued(request);
  }

  #ask(key: string, request: R): void {
    const others = this.#waiting.get(key);
    if (others !== undefined) {
      others.add(request);
      return;
    }
    this.#waiting.set(key, new Set([request]));
    if (this.#asked.push(key) === 1) this.#deps.atEndOfTurn(() => void this.#askAll());
  }

  async #askAll(): Promise<void> {
    const keys = this.#asked;
    this.#asked = [];
    const found = await this.#deps.member.ask('lookup', (store) => store.lookUp(keys));
    for (const [index, key] of keys.entries())
      this.#answered(key, found?.[index] ?? null, found !== undefined);
  }

  #answered(key: string, name: string | null, isAnswer: boolean): void {
    const { router, registry, strict, now, place } = this.#deps;
    const requests = this.#waiting.get(key) ?? [];
    this.#waiting.delete(key);
    const backend = name === null ? undefined : registry.find(name);
    if (backend !== undefined && router.stickyBackendOf(key, now()) === undefined)
      router.learn(key, backend, now());
    for (const request of requests) {
      if (strict && !isAnswer) this.#keep(request);
      else place(request);
    }
  }
}
