import type { Scheduler } from '../schedulers/scheduler.js';
import { LbsimError } from '../errors.js';
import { Backend, type BackendSpec } from './backend.js';

/**
 * All backends, in the order given, and ACTIVE_SERVERS, the ones that are available now. It is the only writer of a
 * backend's state, and keeps the scheduler told of every change.
 */
export class BackendPool {
  readonly backends: readonly Backend[];
  readonly #scheduler: Scheduler<Backend>;
  readonly #active = new Set<Backend>();

  /** @throws LbsimError `ERR_BACKENDS_EMPTY`, `ERR_BACKEND_DUPLICATE`, `ERR_OPTION_INVALID` */
  constructor(specs: readonly BackendSpec[], scheduler: Scheduler<Backend>) {
    this.#scheduler = scheduler;
    this.backends = specs.map((spec, index) => new Backend(index, spec));
    if (this.backends.length === 0) {
      throw new LbsimError('ERR_BACKENDS_EMPTY', 'the backend list is empty: name at least one host:port', {
        kind: 'usage',
      });
    }
    refuseDuplicates(this.backends);
  }

  /** How many backends are available. */
  get activeCount(): number {
    return this.#active.size;
  }

  /** ACTIVE_SERVERS: the names of the available backends, in the order given. */
  get activeServers(): string[] {
    return this.backends.filter((backend) => this.#active.has(backend)).map((backend) => backend.name);
  }

  /** The names of all backends, in the order given. */
  get names(): string[] {
    return this.backends.map((backend) => backend.name);
  }

  setHealthy(backend: Backend, healthy: boolean): void {
    backend.healthy = healthy;
    this.#refresh(backend);
  }

  setEnabled(backend: Backend, enabled: boolean): void {
    backend.enabled = enabled;
    this.#refresh(backend);
  }

  /** A socket to the backend is about to be opened. */
  opened(backend: Backend): void {
    backend.openConnections++;
    this.#scheduler.loadChanged(backend);
  }

  /** A socket to the backend has closed, whether or not it ever connected. */
  closed(backend: Backend): void {
    backend.openConnections--;
    this.#scheduler.loadChanged(backend);
  }

  #refresh(backend: Backend): void {
    if (backend.available === this.#active.has(backend)) return;
    if (backend.available) {
      this.#active.add(backend);
      this.#scheduler.add(backend);
    } else {
      this.#active.delete(backend);
      this.#scheduler.remove(backend);
    }
  }
}

/** Two entries are the same backend when they share a host and a port; and no name may stand for two. */
function refuseDuplicates(backends: readonly Backend[]): void {
  const seen = new Map<string, Backend>();
  for (const backend of backends) {
    for (const identity of [`name ${backend.name}`, `address ${backend.host} ${backend.port}`]) {
      const other = seen.get(identity);
      if (other !== undefined && other !== backend) throw duplicate(other, backend);
      seen.set(identity, backend);
    }
  }
}

function duplicate({ name }: Backend, again: Backend): LbsimError {
  const message =
    name === again.name
      ? `duplicate backend ${name}: list each backend once, each under a name of its own`
      : `duplicate backend ${again.name}: it has the address of ${name}; list each backend once`;
  return new LbsimError('ERR_BACKEND_DUPLICATE', message, { kind: 'usage' });
}
