import { IndexSet } from '../schedulers/index-set.js';
import { firstActiveServers, type ActiveServers } from './active-servers.js';
import type { BackendRegistry } from './backend-registry.js';
import type { Backend } from './backend.js';

/** ACTIVE_SERVERS: the backends that are up, or the backups that are up while no other is. */
export class ActiveSet {
  readonly #changed: (backend: Backend) => void;
  readonly #active = new IndexSet();
  readonly #backups = new Set<Backend>();
  #primariesUp = 0;

  /** @param changed - told of each backend that has become active, or is active no longer */
  constructor(changed: (backend: Backend) => void) {
    this.#changed = changed;
  }

  get size(): number {
    return this.#active.size;
  }

  /** Their names for an event, at a cost that does not grow with the number of backends. */
  firstNames(registry: BackendRegistry): ActiveServers {
    return firstActiveServers(this.#active, registry);
  }

  /** A backend is new. */
  add(backend: Backend): void {
    if (backend.backup) this.#backups.add(backend);
  }

  /** A backend is gone, and down. */
  remove(backend: Backend): void {
    this.#backups.delete(backend);
  }

  /** A backend has come up, or gone down. */
  upChanged(backend: Backend): void {
    if (!backend.backup) this.#primariesUp += backend.up ? 1 : -1;
    this.#settle(backend);
    if (!backend.backup) this.#settleBackups();
  }

  /** A backend becomes a backup, or is one no longer. */
  setBackup(backend: Backend, backup: boolean): void {
    if (backend.backup === backup) return;
    backend.backup = backup;
    if (backup) this.#backups.add(backend);
    else this.#backups.delete(backend);
    if (!backend.up) return;
    this.#primariesUp += backup ? -1 : 1;
    this.#settle(backend);
    this.#settleBackups();
  }

  #settleBackups(): void {
    for (const backup of this.#backups) this.#settle(backup);
  }

  /** Makes the backend active, or not, as it ought to be. */
  #settle(backend: Backend): void {
    const active = backend.up && !(backend.backup && this.#primariesUp > 0);
    if (active === backend.active) return;
    backend.setActive(active);
    if (active) this.#active.add(backend.index);
    else this.#active.delete(backend.index);
    this.#changed(backend);
  }
}
