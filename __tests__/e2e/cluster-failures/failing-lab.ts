import { TestClient, type TestBackend } from '../../helpers/backends.js';
import { startBackends, startBalance, type Register } from '../../helpers/balance.js';
import type { Lbsim, LogRecord } from '../../helpers/lbsim.js';
import { TestRedis } from '../../helpers/redis.js';
import { StoreRoad } from '../../helpers/store-road.js';

/** A balancer of the lab, and its way to the store. */
export interface Member {
  readonly lb: Lbsim;
  readonly road: StoreRoad;
}

/** Something that happens to the store. */
export interface Failure {
  /** As docs/several-balancers.md has it. */
  readonly name: string;
  /** What `cluster_lost` gives as the reason. */
  readonly reason: RegExp;
  /** Which balancers lose the store. @default all */
  readonly hits?: readonly number[];
  /** Whether it is over as soon as it has happened: no client is new meanwhile. */
  readonly isBrief?: true;
  readonly begin: (lab: FailingLab) => unknown;
  readonly end?: (lab: FailingLab) => unknown;
}

/** How a failure went; of clients the share of those that had one backend at all balancers. */
export interface Outcome {
  readonly refused: number;
  readonly known: number;
  readonly afterwards: number;
  /** Clients that the store has no backend for, or another one. */
  readonly notInStore: readonly string[];
  /** Of `cluster_back` of all balancers that lost the store, and what they must be. */
  readonly back: { readonly sessions: number[]; readonly conflicts: number };
  readonly expected: Outcome['back'];
}

type Backends = ReadonlyMap<string, string | undefined>;

const LAB = 'course';
/** New clients in each failure: by turns, and the other way round at the other balancer, some have another backend there. */
const NEWCOMERS = 4;
/** On a busy machine a store that is there may answer late. */
const TIMEOUT = ['--cluster-timeout', '1s'];

/** Two balancers before three backends, with a store that things happen to, one after the other. */
export class FailingLab {
  readonly #onEnd: Register;
  readonly #backends: readonly TestBackend[];
  redis: TestRedis;
  readonly members: Member[] = [];
  /** All clients so far, by their addresses. */
  readonly #clients: string[] = [];

  private constructor(onEnd: Register, backends: readonly TestBackend[], redis: TestRedis) {
    this.#onEnd = onEnd;
    this.#backends = backends;
    this.redis = redis;
  }

  static async start(onEnd: Register): Promise<FailingLab> {
    const redis = await TestRedis.start(onEnd);
    const lab = new FailingLab(onEnd, await startBackends(3, onEnd), redis);
    for (const id of ['one', 'two']) await lab.#join(id);
    lab.#newcomers();
    for (const { lb } of lab.members) await lab.#visit(lb, lab.#clients);
    return lab;
  }

  /** Another store, which is a replica of this one. */
  async replica(): Promise<TestRedis> {
    const replica = await TestRedis.start(this.#onEnd, ['--replicaof', '127.0.0.1', `${this.redis.port}`]);
    while (!(await replica.say('INFO', 'replication')).includes('master_link_status:up'));
    return replica;
  }

  /** New clients of the first balancer come to the other one, too. @returns the share that had one backend */
  async newAtBoth(): Promise<number> {
    const newcomers = this.#newcomers();
    const visits: Backends[] = [];
    for (const { lb } of this.members) {
      visits.push(await this.#visit(lb, newcomers));
      while ((await this.#notInStore(newcomers, visits[0])).length > 0);
    }
    return share(newcomers, visits);
  }

  async play({ begin, end, reason, hits = [0, 1], isBrief }: Failure): Promise<Outcome> {
    const hit = hits.flatMap((index) => this.members[index]?.lb ?? []);
    const known = [...this.#clients];
    const newcomers = isBrief ? [] : this.#newcomers();
    const lostBefore = hit.map((lb) => lb.all('cluster_lost').length);
    const backBefore = hit.map((lb) => lb.all('cluster_back').length);
    await begin(this);
    const during = await Promise.all(
      this.members.map(({ lb }, index) =>
        this.#visit(lb, index === 0 ? [...known, ...newcomers] : [...newcomers, ...known].reverse()),
      ),
    );
    for (const [index, lb] of hit.entries()) {
      const lost = await lb.event('cluster_lost', (lostBefore[index] ?? 0) + 1);
      if (!reason.test(String(lost.reason))) throw new Error(`lost as ${String(lost.reason)}`);
    }
    await end?.(this);
    const back: LogRecord[] = [];
    for (const [index, lb] of hit.entries())
      back.push(await lb.event('cluster_back', (backBefore[index] ?? 0) + 1));
    const after = await this.#everywhere();
    const sum = ({ reclaimed, conflicts }: LogRecord): number => Number(reclaimed) + Number(conflicts);
    return {
      refused: during.concat(after).filter((backends) => [...backends.values()].includes(undefined)).length,
      known: share(known, during),
      afterwards: share(this.#clients, after),
      notInStore: await this.#notInStore(this.#clients, after[0]),
      back: {
        sessions: back.map(sum),
        conflicts: back.reduce((all, { conflicts }) => all + Number(conflicts), 0),
      },
      expected: {
        sessions: hit.map(() => this.#clients.length),
        conflicts: newcomers.filter((client) => !isSame(client, during)).length,
      },
    };
  }

  async #join(id: string): Promise<void> {
    const road = await StoreRoad.start(this.redis.port, this.#onEnd);
    const address = `redis://127.0.0.1:${road.port}?lab=${LAB}`;
    const options = ['--admin', 'off', '--algorithm', 'round-robin', '--cluster-id', id, ...TIMEOUT];
    const lb = startBalance(this.#backends, this.#onEnd, '--cluster', address, ...options);
    this.members.push({ lb, road });
    await lb.event('cluster_joined');
  }

  #newcomers(): string[] {
    const first = this.#clients.length + 2;
    const clients = Array.from({ length: NEWCOMERS }, (_, n) => `127.0.1.${first + n}`);
    this.#clients.push(...clients);
    return clients;
  }

  #everywhere(): Promise<Backends[]> {
    return Promise.all(this.members.map(({ lb }) => this.#visit(lb, this.#clients)));
  }

  /** They come in this order, and do not wait for one another. */
  async #visit(lb: Lbsim, addresses: readonly string[]): Promise<Backends> {
    const port = await lb.port();
    const clients: TestClient[] = [];
    for (const localAddress of addresses) clients.push(await TestClient.connect(port, { localAddress }));
    const answers = await Promise.all(clients.map((client) => client.askInVain('x')));
    await Promise.all(clients.map((client) => client.close()));
    return new Map(addresses.map((address, n) => [address, answers[n]?.replace(':x', '')]));
  }

  async #notInStore(clients: readonly string[], backends: Backends | undefined): Promise<string[]> {
    const keys = clients.map((client) => `lbsim:{${LAB}}:s:${client}`);
    const stored = (await this.redis.say('MGET', ...keys)).split(',');
    return clients.filter((client, n) => stored[n] !== backends?.get(client));
  }
}

function share(clients: readonly string[], visits: readonly Backends[]): number {
  return clients.filter((client) => isSame(client, visits)).length / clients.length;
}

function isSame(client: string, visits: readonly Backends[]): boolean {
  return new Set(visits.map((backends) => backends.get(client))).size === 1;
}
