import { isIP } from 'node:net';
import { Destination } from '../net/destination.js';
import { systemLookup, type Lookup } from '../net/resolve.js';
import type { Address } from '../net/address.js';
import type { Backend } from '../routing/backend.js';
import { runLookup, type Found } from './run-lookup.js';

export interface BackendAddressesOptions {
  /** Between two lookups of one host name, in milliseconds. */
  readonly intervalMs: number;
  /** How long the first round may take, and after which a lookup has failed, in milliseconds. */
  readonly timeoutMs: number;
  /** @default the system's resolver */
  readonly lookup?: Lookup;
  /** An address that no backend may have: the balancer's own. */
  readonly excluded: (address: Address) => boolean;
  /** The backend's host has other addresses than before. */
  readonly changed: (backend: Backend) => void;
}

/** Lookups under way at once; each keeps a thread busy for as long as a name server does not answer. */
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
  /** Why it brought nothing, if that is known. */
  failure: string | undefined;
  /** Lookups that have begun, and the latest of them that has told its result. */
  begun: number;
  told: number;
  /** When its last lookup ended, on the clock of `performance.now()`. */
  endedAt: number;
}

/**
 * Where the backends of a balancer are: the addresses of their hosts, looked up in the background, so that no connection
 * and no probe ever waits for a name server. A lookup that fails takes nothing away from what is known. One that has not
 * answered in time has failed; its answer still counts when it comes, unless a later one has told another.
 */
export class BackendAddresses {
  #options: BackendAddressesOptions;
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

  /** Looks up names at another pace, or with another timeout, from now on. */
  configure(times: Pick<BackendAddressesOptions, 'intervalMs' | 'timeoutMs'>): void {
    this.#options = { ...this.#options, ...times };
    if (this.#timer !== undefined && !this.#stopped) this.#lookUpRegularly();
  }

  /** Looks up every name, then again and again. @returns when each has been looked up, or the time is up */
  async start(): Promise<void> {
    this.#started = true;
    const { timeoutMs } = this.#options;
    this.#lookUpRegularly();
    if (this.#names.size === 0) return;
    this.#lookUpAll();
    await new Promise<void>((resolve) => {
      // Not unreferenced: a lookup of the user's own need not keep the process alive.
      const timer = setTimeout(resolve, timeoutMs);
      this.#firstRound = () => {
        clearTimeout(timer);
        resolve();
      };
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

  /** Why the backend has no address: that its host does not resolve, and what is known beside. */
  failureOf({ host }: Backend): string {
    const failure = this.#names.get(host)?.failure;
    return `host not found: ${host}${failure === undefined ? '' : ` (${failure})`}`;
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
    const name: Name = {
      host,
      backends: [backend],
      busy: false,
      unresolved: false,
      failure: undefined,
      begun: 0,
      told: 0,
      endedAt: -Infinity,
    };
    this.#names.set(host, name);
    return name;
  }

  #lookUpRegularly(): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#lookUpAll(), this.#options.intervalMs).unref();
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
    void this.#ask(name);
    this.#next();
  }

  async #ask(name: Name): Promise<void> {
    const { lookup = systemLookup, timeoutMs } = this.#options;
    const number = ++name.begun;
    this.#underWay++;
    let isUnderWay = true;
    const ended = (): void => {
      if (isUnderWay) this.#ended(name);
      isUnderWay = false;
    };
    const timer = setTimeout(() => {
      this.#took(name, { ips: [], failure: `no answer within ${timeoutMs / 1000} s` });
      // One of the system's keeps its thread until it ends, and would keep another one if it were asked again.
      if (lookup !== systemLookup) ended();
    }, timeoutMs).unref();
    const found = await runLookup(lookup, name.host);
    clearTimeout(timer);
    if (number > name.told) {
      name.told = number;
      this.#took(name, found);
    }
    ended();
  }

  #took(name: Name, { ips, failure }: Found): void {
    name.unresolved = ips.length === 0;
    name.failure = failure;
    if (this.#stopped || ips.length === 0) return;
    for (const backend of name.backends) this.#resolved(backend, ips);
  }

  #ended(name: Name): void {
    this.#underWay--;
    name.busy = false;
    name.endedAt = performance.now();
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
