import type { BalancerView } from '../../admin/balancer-views.js';
import { setTimeout } from 'node:timers/promises';
import type { AdminClient } from '../../admin/client.js';
import { LbsimError } from '../../errors.js';
import type { Identity } from '../backends/standing.js';
import type { EventItem } from '../ctl/event-text.js';
import { ConnectionMeter } from './connection-meter.js';
import type { ServerState, TopData } from './data.js';
import type { ViewName } from './views.js';

const RETRY_MS = 500;
const EVENTS = 1000;
/** What a view shows beside the snapshots, and where it is asked for. */
const PATHS = { connections: '/v1/connections', sessions: '/v1/sessions', why: '/v1/picks' } as const;
const ROWS = { connections: 'connections', sessions: 'sessions', why: 'picks' } as const;

export interface FeedDeps {
  /** A client of the process; of the one that has taken its place, once it is gone. */
  readonly connect: () => Promise<AdminClient>;
  /** Time between two snapshots, in ms. */
  readonly everyMs: number;
  /** Something is known that was not. */
  readonly changed: () => void;
}

type Snapshot = { readonly timestamp: string } & (BalancerView | ServerState);
type Known = { -readonly [Name in keyof TopData]: TopData[Name] };

/** What is known of a process: it goes on asking, and reconnects once the process is gone. */
export class Feed {
  readonly #deps: FeedDeps;
  readonly #meter = new ConnectionMeter();
  readonly #over = new AbortController();
  #known: Known | undefined;
  #client: AdminClient | undefined;
  #view: ViewName = 'backends';
  #isPolling = false;

  constructor(deps: FeedDeps) {
    this.#deps = deps;
  }

  /** What is known now; undefined before the first snapshot. */
  get data(): TopData | undefined {
    const known = this.#known;
    return known?.balancer === undefined && known?.server === undefined ? undefined : { ...known };
  }

  /** What is asked for beside the snapshots. Events of single connections are only wanted where events are shown. */
  set view(view: ViewName) {
    this.#view = view;
    void this.#poll();
  }

  /**
   * Asks until it is stopped.
   *
   * @throws LbsimError where it is not reached the first time
   */
  async run(): Promise<void> {
    const { signal } = this.#over;
    while (!signal.aborted) {
      try {
        await this.#follow(await this.#deps.connect());
      } catch (error) {
        if (this.#isOver) return;
        if (this.#known === undefined || !(error instanceof LbsimError)) throw error;
        this.#lose(error.message);
      }
      await setTimeout(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Something was changed: its backends are asked for before the next snapshot tells of them. */
  async refresh(): Promise<void> {
    const { balancer } = this.#known ?? {};
    if (balancer === undefined || this.#client === undefined) return;
    const { items } = (await this.#client.ask('GET', '/v1/backends')) as {
      readonly items: BalancerView['backends'];
    };
    if (this.#known !== undefined) this.#known.balancer = { ...balancer, backends: items };
    this.#deps.changed();
  }

  stop(): void {
    this.#over.abort();
  }

  get #isOver(): boolean {
    return this.#over.signal.aborted;
  }

  /** Until the process is gone. */
  async #follow(client: AdminClient): Promise<void> {
    const identity = (await client.ask('GET', '/v1')) as Identity;
    this.#client = client;
    this.#begin(identity);
    const end = new AbortController();
    const signal = AbortSignal.any([end.signal, this.#over.signal]);
    try {
      void this.#hear(client, signal);
      for await (const { data } of client.events(`/v1/live?every=${this.#deps.everyMs}ms`, signal))
        this.#read(JSON.parse(data) as Snapshot);
    } finally {
      end.abort();
    }
    throw new LbsimError('ERR_CONNECT', 'it has stopped');
  }

  /** Another process begins with nothing; the same one goes on. */
  #begin(identity: Identity): void {
    const isSame = this.#known?.identity.startedAt === identity.startedAt;
    if (!isSame) this.#meter.reset();
    const kept = isSame ? this.#known : undefined;
    this.#known = {
      ...{ balancer: undefined, server: undefined, rates: this.#meter, events: [] },
      ...{ connections: [], sessions: [], picks: [], heardAt: Date.now() },
      ...kept,
      identity,
      lost: undefined,
    };
  }

  #read(snapshot: Snapshot): void {
    if (this.#known === undefined) return;
    if ('backends' in snapshot) {
      this.#meter.read(snapshot.timestamp, snapshot.backends);
      this.#known.balancer = snapshot;
    } else this.#known.server = snapshot;
    this.#known.heardAt = Date.now();
    this.#deps.changed();
    void this.#poll();
  }

  async #hear(client: AdminClient, signal: AbortSignal): Promise<void> {
    const after = this.#known?.events.at(-1)?.id ?? 0;
    try {
      for await (const { id, event, data } of client.events(
        `/v1/events?after=${after}&connections=none`,
        signal,
      )) {
        if (id === undefined || this.#known === undefined) continue;
        const item = { id, event, ...(JSON.parse(data) as object) } as EventItem;
        this.#known.events = [...this.#known.events.slice(1 - EVENTS), item];
        this.#deps.changed();
      }
    } catch {
      // The snapshots say that it is gone.
    }
  }

  async #poll(): Promise<void> {
    const view = this.#view;
    const client = this.#client;
    if (this.#isPolling || client === undefined || !(view in PATHS)) return;
    this.#isPolling = true;
    try {
      const name = view as keyof typeof PATHS;
      const { items } = (await client.ask('GET', PATHS[name])) as { readonly items: readonly never[] };
      if (this.#known !== undefined) this.#known[ROWS[name]] = items;
      this.#deps.changed();
    } catch {
      // The snapshots say that it is gone; a server has nothing of the kind.
    } finally {
      this.#isPolling = false;
    }
  }

  #lose(reason: string): void {
    if (this.#known === undefined) return;
    this.#client = undefined;
    this.#known.lost ??= { reason, since: Date.now() };
    this.#deps.changed();
  }
}
