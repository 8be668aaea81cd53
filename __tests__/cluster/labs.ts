import { Cluster, type ClusterDeps } from '../../lib/cluster/cluster.js';
import type { ClusterEvents } from '../../lib/cluster/events.js';
import { MemoryLab } from '../../lib/cluster/memory/memory-lab.js';
import { MemoryStore, type HeldLab } from '../../lib/cluster/memory/memory-store.js';
import { UnsteadyStore } from '../../lib/cluster/memory/unsteady-store.js';
import { LbsimError } from '../../lib/errors.js';
import type { DispatchRequest } from '../../lib/dispatch/dispatcher.js';
import type { Backend } from '../../lib/routing/backend.js';
import type { Route } from '../../lib/routing/router.js';
import { seededRandom } from '../../lib/seeded-random.js';
import { backendsOf, recordedBrain, type RecordedBrain } from '../recording/recorded.js';
import type { LabOptions, MemberOptions } from './lab-options.js';
import type { VirtualTime } from './virtual-time.js';

export const TTL_MS = 60_000;
export const TIMEOUT_MS = 30;

/** A lab in virtual time, whose balancers have the same backends. */
export class VirtualLab {
  readonly #time: VirtualTime;
  readonly #options: LabOptions;
  lab = new MemoryLab();
  /** Idle life that entries are given, as all balancers have it. */
  ttlMs = TTL_MS;
  isAway = false;
  /** The share of calls and answers that are lost. */
  loss: number;
  /** The longest way of a call, and of its answer. */
  delayMs: number;
  /** How often the store was killed: who was connected has to connect anew. */
  kills = 0;
  /** Those that there have been. */
  balancers = 0;

  constructor(time: VirtualTime, options: LabOptions = {}) {
    this.#time = time;
    this.#options = options;
    this.loss = options.loss ?? 0;
    this.delayMs = options.delayMs ?? 1;
  }

  /** The store is another from now on. */
  breakConnections(): void {
    this.kills++;
  }

  async balancer(id: string, options: MemberOptions = {}): Promise<VirtualBalancer> {
    const balancer = this.unstarted(id, options);
    await balancer.start();
    return balancer;
  }

  unstarted(id: string, options: MemberOptions = {}): VirtualBalancer {
    return new VirtualBalancer(this, this.#time, this.#options, id, options);
  }
}

/** A client's connection. */
export interface VirtualClient {
  readonly key: string;
  readonly askedAt: number;
  /** Undefined until it has a backend. */
  route?: Route;
  routedAt?: number;
  /** When it was given a backend, or there was none; and whether one was to be had. */
  placedAt?: number;
  hadBackend?: boolean;
  queued: boolean;
}

export class VirtualBalancer {
  readonly brain: RecordedBrain;
  readonly cluster: Cluster;
  readonly events: { readonly name: keyof ClusterEvents; readonly event: object }[] = [];
  readonly probed: string[] = [];
  readonly words: unknown[][] = [];
  /** Whether this one cannot reach the store. */
  isCutOff = false;
  isDead = false;
  /** Whether there is a connection to the store. */
  isConnected = false;
  readonly #time: VirtualTime;
  readonly #aheadMs: number;
  readonly #clients = new Map<DispatchRequest, VirtualClient>();

  constructor(
    lab: VirtualLab,
    time: VirtualTime,
    { seed = 1, algorithm = 'least-connections', sessions = 100 }: LabOptions,
    id: string,
    { share = 'all', strict = false, aheadMs = 0, backends = ['A', 'B', 'C'] }: MemberOptions,
  ) {
    this.#time = time;
    this.#aheadMs = aheadMs;
    const idNumber = Array.from(id).reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
    this.brain = recordedBrain(
      {
        algorithm,
        backends: backendsOf([1, 1, 1, 1, 1]).filter(({ name = '' }) => backends.includes(name)),
        sessions: { max: sessions, ttlMs: TTL_MS },
      },
      seed + idNumber,
      (key, why) => this.cluster.forgotten(key, why),
    );
    for (const backend of this.brain.pool.backends) this.brain.pool.observed(backend, true, this.#now);
    const random = seededRandom(seed + id.length);
    let connectedAfter = lab.kills;
    const present = (): MemoryLab => {
      if (connectedAfter === lab.kills) return lab.lab;
      throw new LbsimError('ERR_CLUSTER', 'the connection was closed: open a new one');
    };
    const inner = new MemoryStore(proxyOf(present), () => time.now);
    inner.open = () => {
      connectedAfter = lab.kills;
      this.isConnected = true;
      return Promise.resolve();
    };
    inner.close = () => void (this.isConnected = false);
    const deps: ClusterDeps = {
      brain: this.brain,
      store: new UnsteadyStore(inner, {
        ...{ random, startTimer: time.startTimer },
        get delayMs() {
          return lab.delayMs;
        },
        get loss() {
          return lab.loss;
        },
        isReachable: () => !lab.isAway && !this.isCutOff && !this.isDead,
      }),
      events: { emit: (name, event) => this.events.push({ name, event }) },
      startTimer: time.startTimer,
      atEndOfTurn: (action) => void time.startTimer(0, action),
      now: () => this.#now,
      random,
      info: () => ({ host: 'h', pid: 1, version: '0', address: null, startedAt: '' }),
      ttlMs: () => lab.ttlMs,
      place: (request) => this.#place(request),
      queued: (request) => request.queued('backend'),
      changed: () => undefined,
      stickinessChanged: () => undefined,
      probeNow: ({ name }) => this.probed.push(name),
      operable: {
        setAdmin: (...word) => this.words.push(['admin', ...word]),
        setWeight: (...word) => this.words.push(['weight', ...word]),
      },
      measured: () => undefined,
    };
    const address = { lab: 'lab' };
    const instance = `${id} ${++lab.balancers}`;
    const settings = { id, instance, share, strict, address, url: 'redis://h', timeoutMs: TIMEOUT_MS };
    this.cluster = new Cluster(settings, deps);
  }

  /** By its own clock. */
  get #now(): number {
    return this.#time.now + this.#aheadMs;
  }

  async start(): Promise<void> {
    let isTried = false;
    void this.cluster.start().then(() => (isTried = true));
    while (!(isTried as boolean)) await this.#time.pass(TIMEOUT_MS);
  }

  eventsOf<Name extends keyof ClusterEvents>(name: Name): ClusterEvents[Name][0][] {
    return this.events
      .filter((event) => event.name === name)
      .map(({ event }) => event as ClusterEvents[Name][0]);
  }

  backendNamed(name: string): Backend {
    return this.brain.pool.registry.named(name);
  }

  /** A client comes. */
  connect(key: string): VirtualClient {
    const client: VirtualClient = { key, askedAt: this.#time.now, queued: false };
    const request: DispatchRequest = {
      stickyKey: key,
      tried: new Set(),
      newcomer: undefined,
      ticket: 0,
      hasTimedOut: false,
      assigned: (route) => {
        client.route = route;
        client.routedAt = this.#time.now;
        const { pool, router } = this.brain;
        pool.opened(route.backend);
        router.established(key, route.backend, new Set(), this.#now);
        this.cluster.established(key);
      },
      exhausted: () => undefined,
      queued: () => (client.queued = true),
      rejected: () => undefined,
    };
    this.#clients.set(request, client);
    if (!this.cluster.holds(request)) this.#place(request);
    return client;
  }

  leave({ key, route }: VirtualClient): void {
    if (route === undefined) return;
    this.brain.pool.closed(route.backend);
    this.brain.router.released(key, route.backend, this.#now);
    this.cluster.released(key);
  }

  /** Comes, is served and goes. @returns the name of its backend */
  async visit(key: string): Promise<string | undefined> {
    const client = this.connect(key);
    await this.#time.pass(2 * TIMEOUT_MS);
    this.leave(client);
    await this.#time.pass(300);
    return client.route?.backend.name;
  }

  #place(request: DispatchRequest): void {
    if (this.isDead) return;
    const client = this.#clients.get(request);
    if (client !== undefined) {
      client.placedAt = this.#time.now;
      client.hadBackend = this.brain.pool.activeCount > 0;
    }
    const route = this.brain.router.route(request.stickyKey, request.tried, this.#now);
    if (route !== undefined) request.assigned(route, 0);
  }
}

/** The lab as it is at each call: a store that was killed comes back empty. */
function proxyOf(present: () => MemoryLab): HeldLab {
  return {
    beat: (...args) => present().beat(...args),
    lookUp: (...args) => present().lookUp(...args),
    renew: (...args) => present().renew(...args),
    claim: (...args) => present().claim(...args),
    change: (...args) => present().change(...args),
    leave: (...args) => present().leave(...args),
  };
}
