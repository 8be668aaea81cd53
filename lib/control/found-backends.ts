import type { Origin } from '../discovery/entries.js';
import type { Membership } from '../discovery/target-feed.js';
import type { Target } from '../discovery/target.js';
import type { BackendRegistry } from '../routing/backend-registry.js';
import type { Backend } from '../routing/backend.js';
import { MAX_TIMER_MS } from '../net/timers.js';
import type { LiveSettings } from './live-settings.js';
import type { Operations } from './operations.js';
import type { OwnAddress } from './own-address.js';

export interface FoundBackendsDeps {
  readonly operations: Operations;
  readonly registry: BackendRegistry;
  readonly own: OwnAddress;
  /** `drainTimeoutMs`: how long a backend that is gone is drained; connections that it has then are kept, too. */
  readonly live: Pick<LiveSettings, 'drainTimeoutMs'>;
}

/** A backend that its source no longer names. */
interface Leaving {
  readonly backend: Backend;
  readonly from: string;
  /** The operator had said nothing else, so that it can be taken back. */
  readonly drained: boolean;
  /** Ends the drain. */
  readonly timer: NodeJS.Timeout;
}

/**
 * The backends that sources have found. What the operator says of one, even that it is removed, stands until the source names it
 * anew.
 */
export class FoundBackends implements Membership {
  readonly #deps: FoundBackendsDeps;
  readonly #found = new Map<string, Backend>();
  readonly #leaving = new Map<string, Leaving>();

  constructor(deps: FoundBackendsDeps) {
    this.#deps = deps;
  }

  refusalOf(target: Target): string | undefined {
    return this.#deps.own.refusalOf(target);
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
    if (backend.ownConnections === 0) {
      this.#remove(backend, from);
      return;
    }
    const drained = backend.admin === 'ready';
    if (drained) this.#deps.operations.moveTo(backend, 'drain', from);
    const drainMs = Math.min(this.#deps.live.drainTimeoutMs, MAX_TIMER_MS);
    const timer = setTimeout(() => this.#remove(backend, from), drainMs).unref();
    this.#leaving.set(name, { backend, from, drained, timer });
  }

  /** A connection to the backend is closed. */
  connectionClosed(backend: Backend): void {
    if (this.#leaving.size === 0 || backend.ownConnections > 0) return;
    const leaving = this.#leaving.get(backend.name);
    if (leaving?.backend === backend) this.#remove(backend, leaving.from);
  }

  /** The source that no longer names the backend, if it is leaving. */
  leaves(backend: Backend): string | undefined {
    const leaving = this.#leaving.get(backend.name);
    return leaving?.backend === backend ? leaving.from : undefined;
  }

  reweigh(name: string, weight: number, from: string): void {
    const backend = this.#present(name);
    if (backend !== undefined) this.#deps.operations.configureBackend(backend, { weight }, from);
  }

  stop(): void {
    for (const { timer } of this.#leaving.values()) clearTimeout(timer);
  }

  /** One that is drained because its source no longer named it is named again. */
  #takenBack(target: Target, from: string): boolean {
    const leaving = this.#leaving.get(target.name);
    if (leaving === undefined || !this.#isPresent(leaving.backend)) return false;
    const { backend, drained, timer } = leaving;
    if (!isAt(backend, target) || backend.backup !== target.backup) return false;
    clearTimeout(timer);
    this.#leaving.delete(target.name);
    this.#found.set(target.name, backend);
    if (drained && backend.admin === 'drain') this.#deps.operations.moveTo(backend, 'ready', from);
    if (backend.givenWeight !== target.weight) this.reweigh(target.name, target.weight, from);
    return true;
  }

  #remove(backend: Backend, from: string): void {
    const leaving = this.#leaving.get(backend.name);
    if (leaving?.backend === backend) {
      clearTimeout(leaving.timer);
      this.#leaving.delete(backend.name);
    }
    if (this.#isPresent(backend)) this.#deps.operations.removeBackend(backend.name, from, true);
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
