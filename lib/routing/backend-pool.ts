import { IndexSet } from '../schedulers/index-set.js';
import type { Scheduler } from '../schedulers/scheduler.js';
import { LbsimError } from '../errors.js';
import { Backend, type BackendSpec } from './backend.js';
import type { Journal } from './journal.js';
import { SlowStart } from './slow-start.js';

export interface BackendPoolOptions {
  /** Connections that each backend may have at once. @default unlimited */
  readonly maxPerBackend?: number;
  /** How long a backend that came back takes until it takes its full share, in milliseconds. @default 0 */
  readonly slowStartMs?: number;
  /** Told of each backend that became one of ACTIVE_SERVERS, or is no more. */
  readonly activeChanged?: ((backend: Backend) => void) | undefined;
  /** Told of all that the pool is told. */
  readonly journal?: Journal | undefined;
}

/** An event names this many backends; of the others it says how many there are, so that it costs the same with 10,000. */
const NAMED_IN_EVENTS = 100;

/** ACTIVE_SERVERS as events have it. */
export interface ActiveServers {
  /** The names of the first 100, in the order given. */
  activeServers: string[];
  /** How many there are. */
  activeServersCount: number;
}

/**
 * All backends, in the order given, and ACTIVE_SERVERS: those that are up, or the backups that are up while no other is.
 * It is the only writer of a backend's state, and keeps the scheduler told of every change. The scheduler's members are
 * the active ones that are not full.
 */
export class BackendPool {
  readonly backends: readonly Backend[];
  readonly #scheduler: Scheduler<Backend>;
  readonly #activeChanged: ((backend: Backend) => void) | undefined;
  readonly #journal: Journal | undefined;
  readonly #slowStart: SlowStart;
  readonly #backups: readonly Backend[];
  readonly #active = new IndexSet();
  readonly #byName = new Map<string, Backend>();
  readonly #members = new Set<Backend>();
  /** Whether backends can be full, so that connections that open and close make members and strangers of them. */
  readonly #isLimited: boolean;
  #primariesUp = 0;
  #openConnections = 0;

  /** @throws LbsimError `ERR_BACKENDS_EMPTY`, `ERR_BACKEND_DUPLICATE`, `ERR_OPTION_INVALID` */
  constructor(
    specs: readonly BackendSpec[],
    scheduler: Scheduler<Backend>,
    { maxPerBackend, slowStartMs = 0, activeChanged, journal }: BackendPoolOptions = {},
  ) {
    this.#scheduler = scheduler;
    this.#activeChanged = activeChanged;
    this.#journal = journal;
    this.#isLimited = maxPerBackend !== undefined && maxPerBackend < Infinity;
    this.#slowStart = new SlowStart(slowStartMs, (backend, before) => {
      scheduler.weightChanged(backend, before);
    });
    this.backends = specs.map((spec, index) => new Backend(index, spec, maxPerBackend));
    this.#backups = this.backends.filter(({ backup }) => backup);
    if (this.backends.length === this.#backups.length) {
      throw new LbsimError('ERR_BACKENDS_EMPTY', 'the backend list is empty: name at least one host:port', {
        kind: 'usage',
      });
    }
    refuseDuplicates(this.backends);
    for (const backend of this.backends) {
      this.#byName.set(backend.name, backend);
      this.#slowStart.prepare(backend);
    }
  }

  /** How many backends are active. */
  get activeCount(): number {
    return this.#active.size;
  }

  /** Whether an active backend is not full. */
  get hasRoom(): boolean {
    return this.#members.size > 0;
  }

  /** Connections that are open or being opened to all backends. */
  get openConnections(): number {
    return this.#openConnections;
  }

  /** ACTIVE_SERVERS: the names of the active backends, in the order given. */
  get activeServers(): string[] {
    return this.backends.filter(({ active }) => active).map(({ name }) => name);
  }

  /** ACTIVE_SERVERS for an event, at a cost that does not grow with the number of backends. */
  get firstActiveServers(): ActiveServers {
    const activeServers: string[] = [];
    let index = -1;
    while (activeServers.length < Math.min(NAMED_IN_EVENTS, this.#active.size)) {
      index = this.#active.nextAfter(index);
      activeServers.push(this.backends[index]?.name ?? '');
    }
    return { activeServers, activeServersCount: this.#active.size };
  }

  /** The names of all backends for an event: the first 100, and how many there are. */
  get firstNames(): { backends: string[]; backendsCount: number } {
    const backends = this.backends.slice(0, NAMED_IN_EVENTS).map(({ name }) => name);
    return { backends, backendsCount: this.backends.length };
  }

  /** The names of all backends, in the order given. */
  get names(): string[] {
    return this.backends.map(({ name }) => name);
  }

  /** Whether the algorithm learns from answers, so that they are worth measuring. */
  get learns(): boolean {
    return this.#scheduler.answered !== undefined;
  }

  /** The backend of that name, if there is one. */
  named(name: string): Backend | undefined {
    return this.#byName.get(name);
  }

  setHealthy(backend: Backend, healthy: boolean): void {
    this.#journal?.(['healthy', backend.index, healthy]);
    this.#set(backend, () => (backend.healthy = healthy));
  }

  setEnabled(backend: Backend, enabled: boolean): void {
    this.#journal?.(['enabled', backend.index, enabled]);
    this.#set(backend, () => (backend.enabled = enabled));
  }

  /** A backend that was down is up again: its slow start begins at `now`, in milliseconds. */
  cameBack(backend: Backend, now: number): void {
    this.#journal?.(['back', now, backend.index]);
    this.#slowStart.begin(backend, now);
  }

  /** Goes on with what depends on time: slow starts. To be called before a pick. */
  advance(now: number): void {
    if (!this.#slowStart.goesOn) return;
    this.#journal?.(['advance', now]);
    this.#slowStart.advance(now);
  }

  /** A socket to the backend is about to be opened. */
  opened(backend: Backend): void {
    this.#journal?.(['opened', backend.index]);
    this.#count(backend, 1);
  }

  /** A socket to the backend has closed, whether or not it ever connected. */
  closed(backend: Backend): void {
    this.#journal?.(['closed', backend.index]);
    this.#count(backend, -1);
  }

  /** The backend has answered, so long after it was asked. */
  answered(backend: Backend, latency: number, now: number): void {
    if (this.#scheduler.answered === undefined) return;
    this.#journal?.(['answered', now, backend.index, latency]);
    this.#scheduler.answered(backend, latency, now);
  }

  #count(backend: Backend, change: number): void {
    backend.openConnections += change;
    this.#openConnections += change;
    this.#scheduler.loadChanged(backend);
    if (this.#isLimited) this.#enrol(backend);
  }

  #set(backend: Backend, change: () => void): void {
    const wasUp = backend.up;
    change();
    if (backend.up === wasUp) return;
    if (!backend.backup) this.#primariesUp += backend.up ? 1 : -1;
    this.#settle(backend);
    if (!backend.backup) for (const backup of this.#backups) this.#settle(backup);
  }

  /** Makes the backend active, or not, as it ought to be. */
  #settle(backend: Backend): void {
    const active = backend.up && !(backend.backup && this.#primariesUp > 0);
    if (active === backend.active) return;
    backend.setActive(active);
    if (active) this.#active.add(backend.index);
    else this.#active.delete(backend.index);
    this.#enrol(backend);
    this.#activeChanged?.(backend);
  }

  /** Makes the backend a member of the scheduler, or not, as it ought to be. */
  #enrol(backend: Backend): void {
    if (backend.available === this.#members.has(backend)) return;
    if (backend.available) {
      this.#members.add(backend);
      this.#scheduler.add(backend);
    } else {
      this.#members.delete(backend);
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
