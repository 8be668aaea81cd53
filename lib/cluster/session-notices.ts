import type { Backend } from '../routing/backend.js';
import type { BackendRegistry } from '../routing/backend-registry.js';
import type { Router } from '../routing/router.js';
import type { HeldSessions } from './held-sessions.js';
import type { ClusterMember } from './member.js';
import type { SessionNotice } from './shared-store.js';

export interface NoticeDeps {
  readonly id: string;
  readonly router: Router;
  readonly registry: BackendRegistry;
  readonly member: ClusterMember;
  readonly held: HeldSessions;
  readonly now: () => number;
  /** Idle life of entries, in milliseconds. */
  readonly ttlMs: () => number;
  /** Where this client sticks to has changed. */
  readonly stickinessChanged: (key: string) => void;
}

/** Clients that the store is asked about at once. */
const BATCH = 250;

/** Follows what other balancers have said of clients. */
export class SessionNotices {
  readonly #deps: NoticeDeps;
  /** Clients that another balancer has given a backend that this one could not use, by the name of the backend. */
  readonly #elsewhere = new Map<string, Set<string>>();
  #isAsking = false;

  constructor(deps: NoticeDeps) {
    this.#deps = deps;
  }

  heed({ change, key, backend: name, by }: SessionNotice): void {
    const { id, router, registry, now, ttlMs, stickinessChanged } = this.#deps;
    if (by === id) return;
    const backend = name === null ? undefined : registry.find(name);
    if (change === 'clear') {
      if (name === null || backend !== undefined) router.clear(backend, now()).forEach(stickinessChanged);
    } else if (key === null) return;
    else if (change === 'forget') {
      if (router.forget(key, now())) stickinessChanged(key);
    } else if (change === 'pin' && backend !== undefined) this.follow(key, backend, ttlMs());
    else if (name !== null) this.#moved(key, name, ttlMs());
  }

  /** @param lifeMs - of the entry in the store, at least; 0 where that is not known */
  follow(key: string, backend: Backend, lifeMs: number): void {
    const { router, held, now, stickinessChanged } = this.#deps;
    const present = router.stickyBackendOf(key, now());
    if (present === undefined) return;
    if (present !== backend) {
      router.learn(key, backend, now());
      stickinessChanged(key);
    }
    held.confirmed(key, backend.name, now(), lifeMs);
  }

  /** The client's entry in SESSION_MAP is gone. */
  forgotten(key: string): void {
    for (const [name, keys] of this.#elsewhere)
      if (keys.delete(key) && keys.size === 0) this.#elsewhere.delete(name);
  }

  /** Asks about clients whose backend can be used here by now: they may have gone on to another one meanwhile. */
  beat(): void {
    if (this.#isAsking) return;
    const { registry } = this.#deps;
    for (const [name, keys] of this.#elsewhere) {
      if (registry.find(name)?.keepsClients !== true) continue;
      this.#isAsking = true;
      void this.#askAgain([...keys].slice(0, BATCH), name).finally(() => (this.#isAsking = false));
      return;
    }
  }

  async #askAgain(keys: readonly string[], name: string): Promise<void> {
    for (const key of keys) this.forgotten(key);
    const found = await this.#deps.member.tell('lookup', (store) => store.lookUp(keys));
    for (const [index, key] of keys.entries()) {
      const there = found?.[index];
      if (found === undefined) this.#keep(key, name);
      else if (typeof there === 'string') this.#moved(key, there, 0);
    }
  }

  #moved(key: string, name: string, lifeMs: number): void {
    const backend = this.#deps.registry.find(name);
    this.forgotten(key);
    if (backend?.keepsClients === true) this.follow(key, backend, lifeMs);
    else this.#keep(key, name);
  }

  #keep(key: string, name: string): void {
    const { router, now } = this.#deps;
    const present = router.stickyBackendOf(key, now());
    if (present === undefined || present.name === name) return;
    const keys = this.#elsewhere.get(name) ?? new Set();
    this.#elsewhere.set(name, keys.add(key));
  }
}
