import { LRUCache } from 'lru-cache';
import type { Backend } from './backend.js';
import type { SessionRemoval } from './session-counts.js';
import type { Session } from './session.js';

/** SESSION_MAP is laid out at the start: ten million clients take some 300 MB. */
export const MAX_STICKY_MAX = 10_000_000;

export interface SessionMapOptions {
  /**
   * How many clients are remembered, up to {@link MAX_STICKY_MAX}; past it the least recently used is forgotten, of those
   * without a connection first.
   */
  readonly max: number;
  /** Idle life of an entry in milliseconds. */
  readonly ttlMs: number;
  /** Told of each client whose entry is gone, or leads to another backend from now on, and why. */
  readonly forgotten?: ((key: string, why: SessionRemoval) => void) | undefined;
}

/** The entry of a client that has connections. One without is its backend alone. */
class ConnectedEntry {
  backend: Backend;
  connections: number;

  constructor(backend: Backend, connections: number) {
    this.backend = backend;
    this.connections = connections;
  }
}

type Entry = Backend | ConnectedEntry;

/** The entry of a client that is connected does not age. */
const AGELESS = { ttl: 0 };
/** By the cache's reason. */
const REMOVALS: Partial<Record<string, SessionRemoval>> = { evict: 'lru', expire: 'expired' };

/**
 * SESSION_MAP: which backend a client sticks to. Bounded in number and in idle time, which begins when the last of the
 * client's connections ends.
 *
 * All entries are in one LRU cache, so that a client that connects and leaves again and again costs no insertion. An entry
 * whose turn it is to be evicted, but whose client is connected, is put aside; so each is passed over once.
 */
export class SessionMap {
  readonly #max: number;
  readonly #forgotten: (key: string, why: SessionRemoval) => void;
  readonly #entries: LRUCache<string, Entry>;
  /** Entries of connected clients that were passed over, the least recently used first. */
  readonly #aside = new Map<string, ConnectedEntry>();
  /** Connections of clients whose entries were evicted nevertheless. */
  readonly #evicted = new Map<string, number>();
  /** Those of them whose entries were to be forgotten: the end of their connections makes no new one. */
  readonly #unstuck = new Set<string>();
  /** Entries of clients without a connection. */
  #idle = 0;
  #now = 0;

  constructor({ max, ttlMs, forgotten }: SessionMapOptions) {
    this.#max = max;
    this.#forgotten = forgotten ?? (() => undefined);
    this.#entries = new LRUCache<string, Entry>({
      max,
      ttl: Math.ceil(ttlMs), // the cache takes whole numbers only, here as in `set ttlMs`
      ttlResolution: 0,
      updateAgeOnGet: true,
      dispose: (entry, key, reason) => {
        if (reason !== 'set') this.#dropped(key, entry, REMOVALS[reason] ?? 'operator');
      },
      // The cache takes a start time of 0 for "lives for ever", and virtual time begins there.
      perf: { now: () => this.#now + 1 },
    });
  }

  /** Entries held, among them expired ones that nobody has asked for yet; never more than `max`. */
  get size(): number {
    return this.#entries.size + this.#aside.size;
  }

  /** The client's backend, or undefined when it has none or its entry has expired. Asking renews the entry. */
  get(key: string, now: number): Backend | undefined {
    const entry = this.#find(key, now);
    return entry instanceof ConnectedEntry ? entry.backend : entry;
  }

  /** As {@link get}, but the entry is not renewed: neither its idle life nor its turn to be evicted changes. */
  peek(key: string, now: number): Backend | undefined {
    this.#now = now;
    const entry = this.#entries.peek(key) ?? this.#aside.get(key);
    return entry instanceof ConnectedEntry ? entry.backend : entry;
  }

  /** The client's entry, also one that has expired and has not been asked for since. Asking changes nothing. */
  entryOf(key: string, now: number): Session | undefined {
    this.#now = now;
    const entry = this.#entries.peek(key, { allowStale: true }) ?? this.#aside.get(key);
    return entry && this.#describe(key, entry);
  }

  /** Has the client stick to the backend; whether it is connected stays as it is. */
  set(key: string, backend: Backend, now: number): void {
    const entry = this.#find(key, now);
    if (entry === undefined) {
      // It would be the only one that may be evicted.
      if (this.#idle === 0 && this.size >= this.#max) return;
      this.#idle++;
    }
    if (entry instanceof ConnectedEntry) this.#lead(key, entry, backend);
    else this.#put(key, entry, backend);
  }

  /** A connection of the client stands, and it sticks to the backend. */
  connected(key: string, backend: Backend, now: number): void {
    const entry = this.#find(key, now);
    if (entry instanceof ConnectedEntry) {
      entry.connections++;
      this.#lead(key, entry, backend);
      return;
    }
    if (entry !== undefined) this.#idle--;
    const others = this.#evicted.get(key) ?? 0;
    if (others > 0) this.#evicted.delete(key);
    this.#unstuck.delete(key);
    this.#put(key, entry, new ConnectedEntry(backend, others + 1));
  }

  /**
   * One of the connections that stood is over.
   *
   * @param backend - where it led; the client sticks to it if this was its last connection and it has no entry any more
   */
  disconnected(key: string, backend: Backend, now: number): void {
    const entry = this.#find(key, now);
    if (entry instanceof ConnectedEntry) {
      if (--entry.connections > 0) return;
      this.#aside.delete(key);
      this.#idle++;
      this.#entries.set(key, entry.backend);
      return;
    }
    const others = (this.#evicted.get(key) ?? 1) - 1;
    if (others > 0) this.#evicted.set(key, others);
    else {
      this.#evicted.delete(key);
      const isUnstuck = this.#unstuck.delete(key);
      if (entry === undefined && !isUnstuck) this.set(key, backend, now);
    }
  }

  delete(key: string): void {
    const aside = this.#aside.get(key);
    if (aside === undefined) this.#entries.delete(key);
    else this.#evict(key, aside, 'operator');
  }

  /** As {@link delete}, and the end of connections that the client has makes no new entry. @returns whether there was one */
  forget(key: string, now: number): boolean {
    const isThere = this.peek(key, now) !== undefined;
    if (isThere) this.delete(key);
    if (this.#evicted.has(key)) this.#unstuck.add(key);
    return isThere;
  }

  /** Forgets all clients, or those that stick to one backend. @returns the keys of those that had an entry */
  clear(backend: Backend | undefined, now: number): string[] {
    const keys: string[] = [];
    for (const session of this.list(now))
      if (backend === undefined || session.backend === backend) keys.push(session.key);
    for (const key of keys) this.forget(key, now);
    if (backend === undefined) for (const key of this.#evicted.keys()) this.#unstuck.add(key);
    return keys;
  }

  /** Whether {@link set} would take the client in, and not find that all others are connected and it has to go first. */
  hasRoomFor(key: string, now: number): boolean {
    return this.#idle > 0 || this.size < this.#max || this.peek(key, now) !== undefined;
  }

  /** All entries that have not expired. To look changes nothing. */
  *list(now: number): Generator<Session> {
    this.#now = now;
    for (const [key, entry] of this.#entries.entries()) yield this.#describe(key, entry);
    for (const [key, entry] of this.#aside) yield this.#describe(key, entry);
  }

  #describe(key: string, entry: Entry): Session {
    if (!(entry instanceof ConnectedEntry))
      return { key, backend: entry, connections: 0, expiresInMs: this.#entries.getRemainingTTL(key) };
    const { backend, connections } = entry;
    return { key, backend, connections, expiresInMs: Infinity };
  }

  /** Idle life in milliseconds, of entries that are made, or whose clients leave, from now on. */
  set ttlMs(ttlMs: number) {
    this.#entries.ttl = Math.ceil(ttlMs);
  }

  /** The client's entry, which counts as used. */
  #find(key: string, now: number): Entry | undefined {
    this.#now = now;
    const entry = this.#entries.get(key);
    if (entry !== undefined || this.#aside.size === 0) return entry;
    const aside = this.#aside.get(key);
    if (aside === undefined) return undefined;
    this.#aside.delete(key);
    this.#aside.set(key, aside);
    return aside;
  }

  #lead(key: string, entry: ConnectedEntry, backend: Backend): void {
    if (entry.backend === backend) return;
    entry.backend = backend;
    this.#forgotten(key, 'moved');
  }

  /** Puts an entry in the place of one without a connection, or of none. */
  #put(key: string, before: Backend | undefined, entry: Entry): void {
    const isConnected = entry instanceof ConnectedEntry;
    this.#entries.set(key, entry, isConnected ? AGELESS : undefined);
    const backend = isConnected ? entry.backend : entry;
    if (before === undefined) this.#evictSurplus();
    else if (before !== backend) this.#forgotten(key, 'moved');
  }

  #evictSurplus(): void {
    while (this.size > this.#max) {
      const [oldest] = this.#idle === 0 ? this.#aside : [];
      if (oldest === undefined) this.#entries.pop();
      else this.#evict(...oldest, 'lru');
    }
  }

  /** The cache has dropped an entry: it was full, the entry's life is over, or it was told to. */
  #dropped(key: string, entry: Entry, why: SessionRemoval): void {
    if (!(entry instanceof ConnectedEntry)) {
      this.#idle--;
      this.#forgotten(key, why);
    } else if (why === 'lru' && this.#idle > 0) this.#aside.set(key, entry);
    else this.#evict(key, entry, why);
  }

  /** Forgets where a connected client sticks to, though not its connections. */
  #evict(key: string, { connections }: ConnectedEntry, why: SessionRemoval): void {
    this.#aside.delete(key);
    this.#evicted.set(key, connections);
    this.#forgotten(key, why);
  }
}
