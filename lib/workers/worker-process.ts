import cluster, { type Worker } from 'node:cluster';
import { EventEmitter, once } from 'node:events';
import type { ConnectionEvents } from '../control/events.js';
import type { ConnectionSelection, LiveConnection } from '../control/live-connection.js';
import type { LiveSettings } from '../control/live-settings.js';
import type { Carried } from '../control/carried.js';
import { acceptorOptionsOf } from '../control/options.js';
import type { LoadMeters } from '../control/load-meters.js';
import type { EventSink } from '../event-sink.js';
import { LbsimError } from '../errors.js';
import type { CloseHow } from '../net/close-socket.js';
import { startDeadline } from '../net/deadline.js';
import { MAX_TIMER_MS } from '../net/timers.js';
import type { Backend } from '../routing/backend.js';
import { DispatchSession, type CountingDispatcher } from './dispatch-session.js';
import {
  handleAll,
  type Handlers,
  type Message,
  type Orders,
  type Reports,
  type Rules,
  type WorkerSettings,
} from './messages.js';
import { Outbox } from './outbox.js';
import { WorkerQueries } from './worker-queries.js';

/** How a worker ended. */
export interface WorkerEnding {
  /** Whether it was told to end, and nobody was lost with it. */
  readonly asked: boolean;
  /** In words. */
  readonly reason: string;
  /** Connections to backends that it had, and that are given back. */
  readonly connections: number;
  /** Clients that waited there for a backend. */
  readonly waiting: number;
}

/** A drain under way. A worker that dies has no one left. */
export interface WorkerDrain {
  /** Clients that were there when it began. */
  readonly openConnections: Promise<number>;
  /** Clients that had to be closed at its end. */
  readonly cut: Promise<number>;
}

/** How long after the end of a drain a worker that has not said so may live on. */
const DRAIN_GRACE_MS = 2000;

/** One worker, seen from the primary. */
export class WorkerProcess {
  /** Its process is gone, and its connections are no longer counted. */
  readonly ended: Promise<WorkerEnding>;
  readonly #worker: Worker;
  readonly #outbox: Outbox<Orders>;
  readonly #session: DispatchSession;
  readonly #queries = new WorkerQueries();
  readonly #said = new EventEmitter<{ listening: [0]; draining: [number]; drained: [number] }>();
  #failure: string | undefined;
  #asked = false;
  /** Whether it was told where to listen. Before, it has no client to lose. */
  #begun = false;
  #listens = false;

  /**
   * @param id - from 1 up; a worker that takes the place of another takes its number too
   * @param events - told of the life of its connections
   */
  constructor(
    id: number,
    settings: WorkerSettings,
    dispatcher: CountingDispatcher & { readonly loads: LoadMeters },
    events: EventSink<ConnectionEvents>,
  ) {
    const worker = cluster.fork();
    this.#worker = worker;
    this.#outbox = new Outbox((batch, sent) => this.#worker.send(batch, sent));
    this.#outbox.hold();
    this.#session = new DispatchSession(dispatcher, this.#outbox.tell);
    const handlers: Handlers<Reports> = {
      ...this.#session.handlers,
      ready: () => {
        this.#begun = true;
        worker.send(settings, () => undefined);
        this.#outbox.release();
      },
      listening: () => {
        this.#listens = true;
        this.#said.emit('listening', 0);
      },
      failing: (reason) => (this.#failure = reason),
      event: (name, payload) => events.emit(name, { ...payload, worker: id } as never),
      draining: (openConnections) => this.#said.emit('draining', openConnections),
      drained: (cut) => this.#said.emit('drained', cut),
      loads: (reports) => dispatcher.loads.add(reports),
      answer: (query, answer) => this.#queries.answered(query, answer),
    };
    worker.on('message', (batch: readonly Message<Reports>[]) => handleAll<Reports>(batch, handlers));
    this.ended = this.#whenEnded();
  }

  /** Undefined when it could not be started. */
  get pid(): number | undefined {
    return this.#worker.process.pid;
  }

  /**
   * Resolves when it listens.
   *
   * @throws LbsimError `ERR_WORKER` when it ends before
   */
  async listening(): Promise<void> {
    if ((await this.#hear('listening')) !== undefined) return;
    const { reason } = await this.ended;
    throw new LbsimError('ERR_WORKER', `a worker ended before it listened: ${reason}`);
  }

  activeChanged(backend: Backend): void {
    this.#session.activeChanged(backend);
  }

  joined(backend: Backend): void {
    this.#session.joined(backend);
  }

  rulesChanged(rules: Rules): void {
    this.#session.rulesChanged(rules);
  }

  addressesChanged(backend: Backend): void {
    this.#session.addressesChanged(backend);
  }

  crowdedChanged(crowded: boolean): void {
    this.#session.crowdedChanged(crowded);
  }

  /** Has it close its connections to a backend that was marked down, or move their clients to another. */
  abandon({ index }: Backend): void {
    this.#outbox.tell('abandon', index);
  }

  forget(stickyKey: string): void {
    this.#session.forget(stickyKey);
  }

  settingsChanged(settings: LiveSettings): void {
    this.#outbox.tell('settings', acceptorOptionsOf(settings), settings.stickyTtlMs);
  }

  /** Its connections; undefined when it does not answer within 500 ms, none when it does not listen yet or is gone. */
  async connections(): Promise<readonly LiveConnection[] | undefined> {
    if (!this.#listens) return [];
    return this.#queries.ask((query) => this.#outbox.tell('connections', query), []);
  }

  /** What it has carried; undefined when it does not answer within 500 ms, or does not listen. */
  async carried(): Promise<Carried | undefined> {
    if (!this.#listens) return undefined;
    return this.#queries.ask<Carried | undefined>((query) => this.#outbox.tell('carried', query), undefined);
  }

  /** Closes those that are selected. @returns how many; undefined when it does not answer within 500 ms */
  async closeConnections(selection: ConnectionSelection, how: CloseHow): Promise<number | undefined> {
    if (!this.#listens) return 0;
    return this.#queries.ask((query) => this.#outbox.tell('closeConnections', query, selection, how), 0);
  }

  /** Resolves once it has carried out all that it was told so far, or after 500 ms. */
  async settled(): Promise<void> {
    if (this.#listens) await this.#queries.ask((query) => this.#outbox.tell('settled', query), true);
  }

  /** Has it accept no more clients, lets those it has finish within the time, and ends it: at once when it has none yet. */
  drain(timeoutMs: number): WorkerDrain {
    const openConnections = this.#hear('draining').then((open = 0) => open);
    const cut = this.#hear('drained').then((clients) => {
      if (clients === undefined) return 0;
      this.#asked = true;
      this.#worker.disconnect();
      return clients;
    });
    const longestMs = Math.min(timeoutMs + DRAIN_GRACE_MS, MAX_TIMER_MS);
    const giveUp = (): void => {
      // One that has not come to listen, on a busy machine, has no client to lose.
      if (!this.#listens) this.#asked = true;
      this.kill();
    };
    void this.ended.then(startDeadline(longestMs, giveUp));
    if (this.#begun) this.#outbox.tell('drain', timeoutMs);
    else giveUp();
    return { openConnections, cut };
  }

  kill(): void {
    this.#worker.process.kill('SIGKILL');
  }

  /** What it says; undefined when it ends without a word. */
  async #hear(name: 'listening' | 'draining' | 'drained'): Promise<number | undefined> {
    const said = once(this.#said, name) as Promise<[number]>;
    const [value] = await Promise.race([said, this.ended.then(() => [undefined] as const)]);
    return value;
  }

  async #whenEnded(): Promise<WorkerEnding> {
    const worker = this.#worker;
    const unstarted = new Promise<string>((resolve) => {
      // Any other error comes with its end.
      worker.on('error', (error) => this.pid ?? resolve(`it could not be started: ${error.message}`));
    });
    // Only when its pipe is closed, too, has all been read that it had said. The worker's own event `disconnect` does not
    // come when it dies before it has taken the socket that it was sent.
    const closed = new Promise<string>((resolve) => {
      worker.process.once('close', (status, signal) => resolve(endingText(status, signal)));
    });
    const reason = await Promise.race([unstarted, closed]);
    this.#queries.end();
    return { asked: this.#asked, reason: this.#failure ?? reason, ...this.#session.end() };
  }
}

function endingText(status: number | null, signal: string | null): string {
  return signal === null ? `exit status ${status}` : `killed by ${signal}`;
}
