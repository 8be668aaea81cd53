import type { Origin } from '../discovery/entries.js';
import type { Membership } from '../discovery/target-feed.js';
import type { Target } from '../discovery/target.js';
import type { BackendRegistry } from '../routing/backend-registry.js';
import type { Backend } from '../routing/backend.js';
import type { Operations } from './operations.js';

/** Between two looks whether a backend that is drained has connections left, in milliseconds. */
const LOOK_MS = 100;

export interface FoundBackendsDeps {
  readonly operations: Operations;
  readonly registry: BackendRegistry;
  /** How long a backend that is gone is drained; connections that it has then are kept, too. In milliseconds. */
  readonly drainTimeoutMs: number;
}

/** A backend that its source no longer names. */
interface Leaving {
  readonly backend: Backend;
  readonly from: string;
  /** The operator had said nothing else, so that it can be taken back. */
  readonly drained: boolean;
  /** On the clock of `performance.now()`. */
  readonly until: number;
}

/**
 * The backends that sources have found. What the operator says of one, even that it is removed, stands until the source names it
 * anew.
 */
export class FoundBackends implements Membership {
  readonly #deps: FoundBackendsDeps;
  readonly #found = new Map<string, Backend>();
  readonly #leaving = new Map<string, Leaving>();
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: FoundBackendsDeps) {
    this.#deps = deps;
  }

  join(target: Target, origin: Origin, from: string): void {
    if (this.#takenBack(target, from)) return;
    for (const { backend } of this.#leaving.values())
      if (backend.name === target.name || isAt(backend, target)) this.#remove(backend, from);
    this.#found.set(target.name, this.#deps.operations.addBackend(target, from, origin));
  }

  leave(name: string, from: string): void {
    const backend = this.#present(name);
    this.#found.delete(name);
    if (backend === undefined) return;
    if (backend.openConnections === 0) {
      this.#remove(backend, from);
      return;
    }
    const drained = backend.admin === 'ready';
    if (drained) this.#deps.operations.setAdmin(name, 'drain', from);
    const until = performance.now() + this.#deps.drainTimeoutMs;
    this.#leaving.set(name, { backend, from, drained, until });
    this.#timer ??= setInterval(() => this.#look(), LOOK_MS).unref();
  }

  reweigh(name: string, weight: number, from: string): void {
    const backend = this.#present(name);
    if (backend !== undefined) this.#deps.operations.configureBackend(backend, { weight }, from);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** One that is drained because its source no longer named it is named again. */
  #takenBack(target: Target, from: string): boolean {
    const leaving = this.#leaving.get(target.name);
    if (leaving === undefined || !this.#isPresent(leaving.backend)) return false;
    const { backend, drained } = leaving;
    if (!isAt(backend, target) || backend.backup !== target.backup) return false;
    this.#leaving.delete(target.name);
    this.#found.set(target.name, backend);
    if (drained && backend.admin === 'drain') this.#deps.operations.setAdmin(target.name, null, from);
    if (backend.givenWeight !== target.weight) this.reweigh(target.name, target.weight, from);
    return true;
  }

  #look(): void {
    const now = performance.now();
    for (const { backend, from, until } of this.#leaving.values())
      if (backend.openConnections === 0 || now >= until) this.#remove(backend, from);
    if (this.#leaving.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #remove(backend: Backend, from: string): void {
    this.#leaving.delete(backend.name);
    if (this.#isPresent(backend)) this.#deps.operations.removeBackend(backend.name, from);
  }

  /** The backend of that name, unless the operator has removed it. */
  #present(name: string): Backend | undefined {
    const backend = this.#found.get(name);
    return backend !== undefined && this.#isPresent(backend) ? backend : undefined;
  }

  #isPresent(backend: Backend): boolean {
    return this.#deps.registry.find(backend.name) === backend;
  }
}

function isAt(backend: Backend, { host, port }: Target): boolean {
  return backend.host === host && backend.port === port;
}
