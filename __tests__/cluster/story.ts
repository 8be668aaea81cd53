import fc from 'fast-check';
import { FRESH_MS } from '../../lib/cluster/beat-times.js';
import { MemoryLab } from '../../lib/cluster/memory/memory-lab.js';
import { TIMEOUT_MS, VirtualLab, type VirtualBalancer, type VirtualClient } from './labs.js';
import { VirtualTime } from './virtual-time.js';

/** The longest delay between two tries of a balancer for which the store was away, with its jitter. */
export const LONGEST_RETRY_MS = 11_000;
/** So that answers come in time for those that wait. */
const LONGEST_DELAY_MS = TIMEOUT_MS / 2 - 1;
/** A probe of counts comes each so often. */
const PROBE_MS = 50;

const ACTIONS = [
  ...(['connect', 'connect', 'connect', 'connect', 'connect', 'connect', 'end', 'end', 'end'] as const),
  ...([
    'die',
    'join',
    'cut off',
    'reconnect',
    'store away',
    'store back',
    'store killed',
    'store emptied',
  ] as const),
  ...(['down', 'up', 'up', 'word'] as const),
  ...(['connect everywhere', 'connect everywhere', 'connect everywhere', 'end all'] as const),
] as const;

/** A schedule of connects, ends, deaths, partitions, losses of the store and drains. */
export const stories = fc.record({
  seed: fc.nat({ max: 1000 }),
  balancers: fc.integer({ min: 2, max: 4 }),
  delayMs: fc.constantFrom(0, 2, 20),
  loss: fc.constantFrom(0, 0, 0.1),
  // Balancers that draw give a client that is new to several of them different backends.
  algorithm: fc.constantFrom('least-connections' as const, 'random' as const),
  steps: fc.array(
    fc.record({
      action: fc.constantFrom(...ACTIONS),
      balancer: fc.nat({ max: 3 }),
      key: fc.constantFrom('k1', 'k2', 'k3', 'k4', 'k5'),
      backend: fc.constantFrom('A', 'B', 'C'),
      admin: fc.constantFrom('drain' as const, 'ready' as const),
      pauseMs: fc.constantFrom(0, 1, 10, 100, 400, 1500),
    }),
    { minLength: 20, maxLength: 40 },
  ),
});
export type Story = typeof stories extends fc.Arbitrary<infer S> ? S : never;

/** A client's connection, and the balancer that it came to. */
export interface Visit {
  readonly balancer: VirtualBalancer;
  readonly client: VirtualClient;
}

/** What each balancer had, and knew of the others, at some time; by backend. */
export interface Snapshot {
  readonly at: number;
  readonly own: ReadonlyMap<VirtualBalancer, readonly number[]>;
  readonly remote: ReadonlyMap<VirtualBalancer, readonly number[]>;
}

/** Plays a story, and keeps its history for the checkers. */
export class StoryPlayer {
  readonly time = new VirtualTime();
  readonly lab: VirtualLab;
  /** Those that live. */
  balancers: VirtualBalancer[] = [];
  readonly everyone: VirtualBalancer[] = [];
  readonly visits: Visit[] = [];
  #open: Visit[] = [];
  readonly snapshots: Snapshot[] = [];
  readonly #story: Story;

  constructor(story: Story) {
    this.#story = story;
    this.lab = new VirtualLab(this.time, story);
  }

  async play(): Promise<void> {
    for (let n = 0; n < this.#story.balancers; n++) await this.#join();
    for (const step of this.#story.steps) {
      // What came while a balancer joined is seen before it goes.
      this.#look();
      await this.#take(step);
      await this.pass(step.pauseMs);
    }
  }

  /** All is well again, and has been for long enough that everyone has come back. */
  async heal(): Promise<void> {
    this.lab.isAway = false;
    this.lab.loss = 0;
    this.lab.delayMs = Math.min(this.lab.delayMs, LONGEST_DELAY_MS);
    for (const balancer of this.balancers) {
      balancer.isCutOff = false;
      for (const { name } of balancer.brain.pool.backends) this.#setHealth(balancer, name, true);
    }
    await this.pass(2 * LONGEST_RETRY_MS);
    await this.pass(2 * FRESH_MS);
  }

  /** Every client goes. */
  endAll(): void {
    const open = this.#open.filter(({ client }) => client.route !== undefined);
    for (const visit of open) visit.balancer.leave(visit.client);
    this.#open = this.#open.filter((visit) => !open.includes(visit));
  }

  async pass(ms: number): Promise<void> {
    const end = this.time.now + ms;
    while (this.time.now < end) {
      await this.time.pass(Math.min(PROBE_MS, end - this.time.now));
      this.#look();
    }
  }

  connect(balancer: VirtualBalancer, key: string): Visit {
    const visit = { balancer, client: balancer.connect(key) };
    this.visits.push(visit);
    this.#open.push(visit);
    return visit;
  }

  async #take({ action, balancer: number, key, backend, admin }: Story['steps'][number]): Promise<void> {
    const balancer = this.balancers[number % this.balancers.length];
    if (balancer === undefined) return;
    switch (action) {
      case 'connect':
        this.connect(balancer, key);
        return;
      case 'connect everywhere':
        for (const each of this.balancers) this.connect(each, key);
        return;
      case 'end':
        this.#end(number);
        return;
      case 'end all':
        this.endAll();
        return;
      case 'die':
        this.#die(balancer);
        return;
      case 'join':
        if (this.balancers.length < 4) await this.#join();
        return;
      case 'cut off':
      case 'reconnect':
        balancer.isCutOff = action === 'cut off';
        return;
      case 'store away':
      case 'store back':
        this.lab.isAway = action === 'store away';
        return;
      case 'store killed':
        this.lab.lab = new MemoryLab();
        this.lab.breakConnections();
        return;
      case 'store emptied':
        this.lab.lab = new MemoryLab();
        return;
      case 'down':
      case 'up':
        this.#setHealth(balancer, backend, action === 'up');
        return;
      case 'word':
        void balancer.cluster.say({ change: 'word', backend, word: { admin } });
    }
  }

  async #join(): Promise<void> {
    const balancer = await this.lab.balancer(`balancer ${this.everyone.length}`);
    this.balancers.push(balancer);
    this.everyone.push(balancer);
  }

  /** Its connections die with it, and nobody is told. */
  #die(balancer: VirtualBalancer): void {
    if (this.balancers.length === 1) return;
    balancer.isDead = true;
    this.balancers = this.balancers.filter((other) => other !== balancer);
    this.#open = this.#open.filter((visit) => visit.balancer !== balancer);
  }

  #end(number: number): void {
    const visit = this.#open[number % this.#open.length];
    if (visit?.client.route === undefined) return;
    visit.balancer.leave(visit.client);
    this.#open = this.#open.filter((other) => other !== visit);
  }

  #setHealth(balancer: VirtualBalancer, name: string, healthy: boolean): void {
    balancer.brain.pool.observed(balancer.backendNamed(name), healthy, this.time.now);
  }

  #look(): void {
    // Of one that has died nothing is open any more, and what it knew does not matter.
    const countsOf = (count: 'ownConnections' | 'remoteConnections') =>
      new Map(
        this.balancers.map(
          (balancer) => [balancer, balancer.brain.pool.backends.map((backend) => backend[count])] as const,
        ),
      );
    this.snapshots.push({
      at: this.time.now,
      own: countsOf('ownConnections'),
      remote: countsOf('remoteConnections'),
    });
  }
}
