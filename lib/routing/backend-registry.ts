import { didYouMean } from '../did-you-mean.js';
import { LbsimError, optionError } from '../errors.js';
import { nameList } from '../names.js';
import { Backend, type BackendSpec } from './backend.js';

/** An event names this many backends; of the others it says how many there are, so that it costs the same with 10,000. */
export const NAMED_IN_EVENTS = 100;

/**
 * The backends that there are, in the order in which they came, each known by its name. Its index is a slot, which no other
 * backend is given as long as the registry lives.
 */
export class BackendRegistry {
  /** By index; those that are gone stay, as they may still have connections. */
  readonly #slots: Backend[] = [];
  readonly #byName = new Map<string, Backend>();
  readonly #byAddress = new Map<string, Backend>();
  #all: readonly Backend[] = [];

  /** Those that there are now. */
  get all(): readonly Backend[] {
    return this.#all;
  }

  /** The names of all, in order. */
  get names(): string[] {
    return [...this.#byName.keys()];
  }

  /** The names of all for an event: the first 100, and how many there are. */
  get firstNames(): { backends: string[]; backendsCount: number } {
    const backends = this.#all.slice(0, NAMED_IN_EVENTS).map(({ name }) => name);
    return { backends, backendsCount: this.#all.length };
  }

  /** By index: those that there are or were. */
  get everyone(): readonly Backend[] {
    return this.#slots;
  }

  /** How many slots have been given out. */
  get slots(): number {
    return this.#slots.length;
  }

  /** The backend in that slot, also if it is gone. */
  at(index: number): Backend | undefined {
    return this.#slots[index];
  }

  /** The backend of that name, if there is one. */
  find(name: string): Backend | undefined {
    return this.#byName.get(name);
  }

  /** @throws LbsimError `ERR_OPTION_INVALID` when there is none of that name */
  named(name: string): Backend {
    const backend = this.find(name);
    if (backend !== undefined) return backend;
    const known = this.names.length === 0 ? 'there is none' : `use one of ${nameList(this.names)}`;
    throw optionError(`unknown backend '${name}': ${known}${didYouMean(name, this.names)}`);
  }

  /** @throws LbsimError `ERR_BACKEND_DUPLICATE`, `ERR_OPTION_INVALID`; nothing has changed then */
  addAll(specs: readonly BackendSpec[], maxConnections: number): Backend[] {
    const added = specs.map((spec, n) => new Backend(this.#slots.length + n, spec, maxConnections));
    const names = new Map(this.#byName);
    const addresses = new Map(this.#byAddress);
    for (const backend of added) {
      const other = names.get(backend.name) ?? addresses.get(addressOf(backend));
      if (other !== undefined) throw duplicate(other, backend);
      names.set(backend.name, backend);
      addresses.set(addressOf(backend), backend);
    }
    for (const backend of added) {
      this.#slots.push(backend);
      this.#byName.set(backend.name, backend);
      this.#byAddress.set(addressOf(backend), backend);
    }
    this.#all = [...this.#all, ...added];
    return added;
  }

  /** The backend is gone; its name and its address are free. */
  remove(backend: Backend): void {
    backend.removed = true;
    this.#byName.delete(backend.name);
    this.#byAddress.delete(addressOf(backend));
    this.#all = this.#all.filter((one) => one !== backend);
  }
}

/** Two entries are the same backend when they share a host and a port; and no name may stand for two. */
function addressOf({ host, port }: Backend): string {
  return `${host} ${port}`;
}

function duplicate(first: Backend, again: Backend): LbsimError {
  const { name } = again;
  let message = `duplicate backend ${name}: list each backend once, each under a name of its own`;
  if (first.backup !== again.backup) {
    message = `backup ${name} is one of the backends already${first.name === name ? '' : `, as ${first.name}`}: name it as the one or the other`;
  } else if (first.name !== name) {
    message = `duplicate backend ${name}: it has the address of ${first.name}; list each backend once`;
  }
  return new LbsimError('ERR_BACKEND_DUPLICATE', message, { kind: 'usage' });
}
