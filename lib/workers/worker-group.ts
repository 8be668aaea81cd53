import cluster from 'node:cluster';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { ControlPlane } from '../control/control-plane.js';
import { acceptorOptionsOf, type BalancerOptions, type ResolvedOptions } from '../control/options.js';
import {
  refuseBadSelection,
  type ConnectionSelection,
  type LiveConnection,
} from '../control/live-connection.js';
import { atLeast, type CarriedByAll } from '../control/carried.js';
import { OperatedBalancer } from '../control/operated-balancer.js';
import { resolveOptions } from '../control/resolve-options.js';
import { transportOf } from '../control/transport-of.js';
import { CHILD_NODE_OPTIONS } from '../child-node.js';
import { LbsimError, outOfRange } from '../errors.js';
import type { Address } from '../net/address.js';
import type { CloseHow } from '../net/close-socket.js';
import { wholeTurn } from '../net/backlog.js';
import { KERNEL_SHARES, listen } from '../net/listener.js';
import { checkWaitTime, MAX_TIMER_MS } from '../net/timers.js';
import { RunState } from '../run-state.js';
import type { WorkerGroupEvents } from './events.js';
import { CarriedByWorkers } from './carried-by-workers.js';
import { knownBackend, type Rules, type WorkerSettings } from './messages.js';
import { RestartDelay } from './restart-delay.js';
import { WorkerProcess } from './worker-process.js';

/** Where workers listen, and on what. */
type Place = Pick<WorkerSettings, 'address' | 'engine'>;

/**
 * A balancer whose clients are taken in and carried by several processes, on one port. This one, the primary, keeps all
 * that they must agree on: health, SESSION_MAP, how many connections each backend has, whose turn it is.
 * A worker that dies takes its clients with it; another takes its place.
 */
export class WorkerGroup extends OperatedBalancer<WorkerGroupEvents> {
  readonly #options: ResolvedOptions;
  readonly #count: number;
  /** @internal */
  protected readonly control: ControlPlane;
  readonly #workers = new Map<number, WorkerProcess>();
  readonly #carried = new CarriedByWorkers(this.#workers);
  readonly #restarts = new Map<number, NodeJS.Timeout>();
  #listening = false;
  /** Workers that were ever started. */
  #forks = 0;
  readonly #state = new RunState('the group of workers');
  #closing: Promise<void> | undefined;

  /** @throws LbsimError of kind `usage` for options that make no sense */
  constructor(options: BalancerOptions, count: number) {
    super();
    if (!Number.isInteger(count) || count < 1) throw outOfRange('workers', count, 'an integer from 1 up');
    this.#options = resolveOptions(options);
    this.#count = count;
    this.control = new ControlPlane(this.#options, this, {
      forgotten: (stickyKey) => this.#eachWorker((worker) => worker.forget(stickyKey)),
      activeChanged: (backend) => this.#eachWorker((worker) => worker.activeChanged(backend)),
      addressesChanged: (backend) => this.#eachWorker((worker) => worker.addressesChanged(backend)),
      joined: (backend) => this.#eachWorker((worker) => worker.joined(backend)),
      rulesChanged: () => this.#eachWorker((worker) => worker.rulesChanged(this.#rules)),
      crowdedChanged: (crowded) => this.#eachWorker((worker) => worker.crowdedChanged(crowded)),
      settingsChanged: (settings) => this.#eachWorker((worker) => worker.settingsChanged(settings)),
      wentDown: (backend) => {
        if (this.control.settings.live.onFailover === 'close')
          this.#eachWorker((worker) => worker.abandon(backend));
      },
    });
  }

  /** @internal */
  protected get stopping(): boolean {
    return this.#state.isClosed;
  }

  /**
   * Looks at every backend once, then has the workers listen. That no backend is up, or that the host of one does not
   * resolve, is no error: clients wait.
   *
   * @returns where they listen
   * @throws LbsimError of kind `runtime`: the port is taken, the host to listen on does not resolve, a worker cannot
   *   start, the recording cannot be written; of kind `usage`: a backend is this balancer itself
   */
  async listen(): Promise<Address> {
    this.#state.listen();
    try {
      const { engine } = await transportOf(this.#options, this);
      this.#state.refuseIfClosed();
      await this.control.start();
      this.#state.refuseIfClosed();
      const address = await this.#claimPort();
      this.control.listensOn(address.port);
      this.#state.refuseIfClosed();
      cluster.schedulingPolicy = cluster.SCHED_NONE;
      cluster.setupPrimary({
        exec: fileURLToPath(new URL('./worker.js', import.meta.url)),
        args: [],
        execArgv: [...process.execArgv, ...CHILD_NODE_OPTIONS],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      const ids = Array.from({ length: this.#count }, (_, index) => index + 1);
      const started = ids.map((id) => this.#start(id, { address, engine }));
      await Promise.all(started.map((worker) => worker.listening()));
      this.#state.refuseIfClosed();
      if (this.#workers.size < this.#count) {
        throw new LbsimError('ERR_WORKER', 'a worker died while others started: try again');
      }
      this.#listening = true;
      this.control.announce({ ...address, workers: this.#count, engine });
      return address;
    } catch (error) {
      // A Ctrl-C, which reaches every process of a terminal, may have ended the worker: then it comes here within a turn.
      await wholeTurn();
      // A stop that came meanwhile ends the workers itself, each when its clients have finished.
      if (this.#closing === undefined) for (const worker of this.#workers.values()) worker.kill();
      await (this.#closing ?? this.control.stop());
      this.#state.failed();
      this.#state.refuseIfClosed();
      throw error;
    }
  }

  /**
   * Accepts no new client, lets live connections finish, and closes those that have not when the time is up.
   *
   * @param drainTimeoutMs - instead of the option's
   * @throws LbsimError `ERR_OPTION_INVALID` for what is not a time
   */
  close(drainTimeoutMs: number = this.control.settings.live.drainTimeoutMs): Promise<void> {
    checkWaitTime('drainTimeoutMs', drainTimeoutMs);
    this.#state.close();
    this.control.hold.stop();
    this.#closing ??= this.#drain(Math.min(drainTimeoutMs, MAX_TIMER_MS));
    return this.#closing;
  }

  /** @internal */
  protected async carried(): Promise<CarriedByAll> {
    await this.#carried.refresh();
    const { processes, bytes } = this.#carried;
    return { processes, ...atLeast(bytes, this.control.loads.passedBytes) };
  }

  async connections(): Promise<readonly LiveConnection[]> {
    const lists = await this.#askWorkers('connections', async (worker) => worker.connections());
    return lists.flatMap(({ worker, answer }) => answer.map((connection) => ({ ...connection, worker })));
  }

  async closeConnections(selection: ConnectionSelection, how: CloseHow): Promise<number> {
    refuseBadSelection(selection, how, this.control.pool.registry);
    const counts = await this.#askWorkers('closeConnections', async (worker) =>
      worker.closeConnections(selection, how),
    );
    return sum(counts.map(({ answer }) => answer));
  }

  async settled(): Promise<void> {
    await Promise.all([...this.#workers.values()].map((worker) => worker.settled()));
  }

  /** Asks all workers. @returns the answers of those that answered in time; the others are told of */
  async #askWorkers<T>(
    asked: 'connections' | 'closeConnections',
    ask: (worker: WorkerProcess) => Promise<T | undefined>,
  ): Promise<{ worker: number; answer: T }[]> {
    const asking = [...this.#workers].map(async ([worker, process]) => {
      const answer = await ask(process);
      if (answer !== undefined) return [{ worker, answer }];
      this.emit('worker_unresponsive', { worker, pid: process.pid, asked });
      return [];
    });
    return (await Promise.all(asking)).flat();
  }

  async #drain(drainTimeoutMs: number): Promise<void> {
    for (const timer of this.#restarts.values()) clearTimeout(timer);
    const workers = [...this.#workers.values()];
    const drains = workers.map((worker) => worker.drain(drainTimeoutMs));
    const openConnections = sum(await Promise.all(drains.map((drain) => drain.openConnections)));
    this.emit('drain_started', { openConnections, drainTimeoutMs });
    const drained = sum(await Promise.all(drains.map((drain) => drain.cut)));
    await Promise.all(workers.map((worker) => worker.ended));
    await this.control.stop();
    this.emit('stopped', { drained });
  }

  /** Sees that the port is nobody else's, and settles which one it is. */
  async #claimPort(): Promise<Address> {
    const server = createServer();
    const address = await listen(server, this.#options);
    await new Promise((resolve) => server.close(resolve));
    return address;
  }

  #start(id: number, place: Place, delay = new RestartDelay()): WorkerProcess {
    const settings = this.#settings(place, `${++this.#forks}-`);
    const worker = new WorkerProcess(id, settings, this.control, this);
    const startedAt = performance.now();
    this.#workers.set(id, worker);
    if (worker.pid !== undefined) this.emit('worker_started', { worker: id, pid: worker.pid });
    void worker.ended.then(({ asked, reason, connections, waiting }) => {
      this.#workers.delete(id);
      this.#carried.lost(worker);
      if (asked || !this.#listening) return;
      const restartMs = this.#closing === undefined ? delay.after(performance.now() - startedAt) : null;
      this.emit('worker_lost', { worker: id, pid: worker.pid, reason, connections, waiting, restartMs });
      if (restartMs === null) return;
      const restart = (): unknown => this.#restarts.delete(id) && this.#start(id, place, delay);
      this.#restarts.set(id, setTimeout(restart, restartMs));
    });
    return worker;
  }

  #settings({ address, engine }: Place, idPrefix: string): WorkerSettings {
    const { live } = this.control.settings;
    const { stickyMax, stickyTtlMs } = live;
    const { crowded } = this.control;
    return {
      ...acceptorOptionsOf(this.#options),
      ...acceptorOptionsOf(live),
      ...this.#rules,
      ...{ address, engine, idPrefix },
      sharing: engine === 'epoll' || KERNEL_SHARES ? 'kernel' : 'handle',
      stickyMax,
      stickyTtlMs,
      crowded,
      backends: this.control.pool.registry.everyone.map((backend) => knownBackend(backend, this.control)),
    };
  }

  get #rules(): Rules {
    const { pool, learns, picks, hold, settings } = this.control;
    // What a worker decides by itself could be neither explained here nor held back.
    const namesClients = picks.enabled || hold.state !== null;
    const mustAsk = pool.isLimited || settings.live.rateLimit > 0 || namesClients;
    return { mustAsk, learns, namesClients };
  }

  #eachWorker(tell: (worker: WorkerProcess) => void): void {
    for (const worker of this.#workers.values()) tell(worker);
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
