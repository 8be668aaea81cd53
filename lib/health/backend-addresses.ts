import { isIP } from 'node:net';
import { Destination } from '../net/destination.js';
import { systemLookup, type Lookup } from '../net/resolve.js';
import type { Address } from '../net/address.js';
import type { Backend } from '../routing/backend.js';

export interface BackendAddressesOptions {
  /** Between two lookups of one host name, in milliseconds. */
  readonly intervalMs: number;
  /** @default the system's resolver */
  readonly lookup?: Lookup;
  /** An address that no backend may have: the balancer's own. */
  readonly excluded: (address: Address) => boolean;
  /** The backend's host has other addresses than before. */
  readonly changed: (backend: Backend) => void;
}

/** Lookups under way at once; each keeps a thread of Node's pool busy for as long as a name server does not answer. */
const MAX_LOOKUPS = 2;
/** Between the end of a lookup of a name and the next one that is asked for, in milliseconds. */
const MIN_PAUSE_MS = 1000;

/** A host name, and the backends there. */
interface Name {
  readonly host: string;
  readonly backends: Backend[];
  /** It is waiting for a lookup, or has one under way. */
  busy: boolean;
  /** Its last lookup brought nothing. */
  unresolved: boolean;
  /** When its last lookup ended, on the clock of `performance.now()`. */
  endedAt: number;
}

/**
 * Where the backends of a balancer are: the addresses of their hosts, looked up in the background, so that no connection
 * and no probe ever waits for a name server. A lookup that fails takes nothing away from what is known.
 */
export class BackendAddresses {
  readonly #options: BackendAddressesOptions;
  readonly #destinations = new WeakMap<Backend, Destination>();
  readonly #names = new Map<string, Name>();
  readonly #queue: Name[] = [];
  #underWay = 0;
  #timer: NodeJS.Timeout | undefined;
  #firstRound: (() => void) | undefined;
  #started = false;
  #stopped = false;

  constructor(backends: readonly Backend[], options: BackendAddressesOptions) {
    this.#options = options;
    for (const backend of backends) this.#know(backend);
  }

  /** A backend is new: its name is looked up at once, if others are. */
  add(backend: Backend): void {
    const name = this.#know(backend);
    if (name !== undefined && this.#started) this.#lookUp(name);
  }

  /** A backend is gone. Where it was is still known: it may have connections that are being opened. */
  remove(backend: Backend): void {
    const name = this.#names.get(backend.host);
    if (name === undefined) return;
    name.backends.splice(name.backends.indexOf(backend), 1);
    if (name.backends.length === 0) this.#names.delete(backend.host);
  }

  /** Looks up every name, then again and again. @returns when each has been looked up, or after so many milliseconds */
  async start(patienceMs: number): Promise<void> {
    this.#started = true;
    const { intervalMs } = this.#options;
    this.#timer = setInterval(() => this.#lookUpAll(), intervalMs).unref();
    if (this.#names.size === 0) return;
    this.#lookUpAll();
    await new Promise<void>((resolve) => {
      this.#firstRound = resolve;
      setTimeout(resolve, patienceMs).unref();
    });
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
    this.#queue.length = 0;
    this.#firstRound?.();
  }

  of(backend: Backend): Destination {
    const destination = this.#destinations.get(backend);
    if (destination === undefined) throw new RangeError(`backend ${backend.name} is not known here`);
    return destination;
  }

  /** The backend could not be reached: asks whether its name has other addresses by now, unless it has just been asked. */
  refresh({ host }: Backend): void {
    const name = this.#names.get(host);
    if (name !== undefined && performance.now() - name.endedAt >= MIN_PAUSE_MS) this.#lookUp(name);
  }

  /** @returns its host name, if it is one */
  #know(backend: Backend): Name | undefined {
    this.#destinations.set(backend, new Destination(backend));
    const { host } = backend;
    if (isIP(host) !== 0) return undefined;
    const known = this.#names.get(host);
    if (known !== undefined) {
      known.backends.push(backend);
      // The addresses of its neighbours are its own, but for the port.
      const [neighbour = backend] = known.backends;
      this.#resolved(backend, this.of(neighbour).ips);
      return known;
    }
    const name = { host, backends: [backend], busy: false, unresolved: false, endedAt: -Infinity };
    this.#names.set(host, name);
    return name;
  }

  #lookUpAll(): void {
    for (const name of this.#names.values()) this.#lookUp(name);
  }

  #lookUp(name: Name): void {
    if (name.busy || this.#stopped) return;
    name.busy = true;
    this.#queue.push(name);
    this.#next();
  }

  /** Those that did not resolve last time, and may keep a name server waiting, never have all lookups for themselves. */
  #next(): void {
    if (this.#underWay >= MAX_LOOKUPS) return;
    let index = this.#queue.findIndex(({ unresolved }) => !unresolved);
    if (index < 0 && this.#underWay < MAX_LOOKUPS - 1) index = 0;
    const [name] = index < 0 ? [] : this.#queue.splice(index, 1);
    if (name === undefined) return;
    this.#underWay++;
    const { lookup = systemLookup } = this.#options;
    void lookup(name.host).then(
      (ips) => this.#found(name, ips),
      () => this.#found(name, []),
    );
    this.#next();
  }

  #found(name: Name, found: readonly string[]): void {
    this.#underWay--;
    name.busy = false;
    name.unresolved = found.length === 0;
    name.endedAt = performance.now();
    if (this.#stopped) return;
    if (found.length > 0) for (const backend of name.backends) this.#resolved(backend, found);
    if (this.#underWay === 0 && this.#queue.length === 0) this.#firstRound?.();
    this.#next();
  }

  #resolved(backend: Backend, found: readonly string[]): void {
    const { excluded, changed } = this.#options;
    const { port } = backend;
    const usable = found.filter((host) => !excluded({ host, port }));
    if (this.of(backend).resolved(usable)) changed(backend);
  }
}
