import type { Address } from '../net/address.js';
import { checkWaitTime, MAX_TIMER_MS } from '../net/timers.js';
import type { Backend } from '../routing/backend.js';
import { RunState } from '../run-state.js';
import { Acceptor } from './acceptor.js';
import { carriedBy, EndedCounter } from './carried.js';
import type { CarriedByAll } from '../control/carried.js';
import type { BalancerEvents } from '../control/events.js';
import {
  refuseBadSelection,
  type ConnectionSelection,
  type LiveConnection,
} from '../control/live-connection.js';
import type { CloseHow } from '../net/close-socket.js';
import { closeSelected, describeConnections } from './live-connections.js';
import { ControlPlane } from '../control/control-plane.js';
import { acceptorOptionsOf, type BalancerOptions, type ResolvedOptions } from '../control/options.js';
import { OperatedBalancer } from '../control/operated-balancer.js';
import { resolveOptions } from '../control/resolve-options.js';
import { transportOf } from '../control/transport-of.js';

/**
 * A TCP load balancer: accepts clients, gives each a backend, and carries their bytes. A listener that throws does no harm;
 * the event `listener_failed` tells of it.
 *
 *     const balancer = new Balancer({ backends: [{ host: '127.0.0.1', port: 8881 }], port: 0 });
 *     balancer.on('failover', ({ backend }) => console.log(`${backend} is down`));
 *     const { port } = await balancer.listen();
 *     await balancer.close();
 */
export class Balancer extends OperatedBalancer<BalancerEvents> {
  readonly #options: ResolvedOptions;
  /** @internal */
  protected readonly control: ControlPlane;
  readonly #acceptor: Acceptor;
  readonly #ended = new EndedCounter(this);
  readonly #state = new RunState('the balancer');
  #closing: Promise<void> | undefined;

  /** @throws LbsimError of kind `usage` for options that make no sense */
  constructor(options: BalancerOptions) {
    super();
    this.#options = resolveOptions(options);
    this.control = new ControlPlane(this.#options, this, {
      wentDown: (backend) => {
        if (this.control.settings.live.onFailover === 'close') this.#acceptor.abandon(backend);
      },
      settingsChanged: (options) => this.#acceptor.configure(acceptorOptionsOf(options)),
    });
    this.#acceptor = new Acceptor(
      this.control,
      acceptorOptionsOf(this.#options),
      this.#ended,
      this.control.loads,
    );
  }

  /** @internal */
  protected get stopping(): boolean {
    return this.#state.isClosed;
  }

  /** The backends, in the order given, as they are now. */
  get backends(): readonly Readonly<Backend>[] {
    return this.control.pool.backends;
  }

  /** ACTIVE_SERVERS: the names of the backends that may be used now. */
  get activeServers(): string[] {
    return this.control.pool.activeServers;
  }

  /** Clients that are connected now, with a backend or waiting for one. */
  get openConnections(): number {
    return this.#acceptor.openConnections;
  }

  /**
   * Looks at every backend once, then listens. That no backend is up, or that the host of one does not resolve, is no
   * error: clients wait.
   *
   * @returns where it listens
   * @throws LbsimError of kind `runtime`: the port is taken, the host to listen on does not resolve, the recording cannot
   *   be written; of kind `usage`: a backend is this balancer itself
   */
  async listen(): Promise<Address> {
    this.#state.listen();
    try {
      const transport = await transportOf(this.#options, this);
      this.#state.refuseIfClosed();
      await this.control.start();
      this.#state.refuseIfClosed();
      const address = await this.#acceptor.listen(transport, this.#options);
      this.control.listensOn(address.port);
      this.#state.refuseIfClosed();
      this.control.announce({ ...address, workers: 1, engine: transport.engine });
      return address;
    } catch (error) {
      this.#acceptor.close();
      await this.control.stop();
      this.#state.failed();
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
  protected carried(): Promise<CarriedByAll> {
    const { open, ended, ...bytes } = carriedBy(this.#acceptor, this.control.loads, this.#ended);
    return Promise.resolve({ processes: [{ worker: null, up: true, accepted: open + ended }], ...bytes });
  }

  connections(): Promise<readonly LiveConnection[]> {
    return Promise.resolve(describeConnections(this.#acceptor.connections, ''));
  }

  closeConnections(selection: ConnectionSelection, how: CloseHow): Promise<number> {
    return new Promise((resolve) => {
      refuseBadSelection(selection, how, this.control.pool.registry);
      resolve(closeSelected(this.#acceptor.connections, '', selection, how));
    });
  }

  settled(): Promise<void> {
    return Promise.resolve();
  }

  async #drain(drainTimeoutMs: number): Promise<void> {
    await this.#acceptor.stopAccepting();
    this.emit('drain_started', { openConnections: this.openConnections, drainTimeoutMs });
    const drained = await this.#acceptor.drain(drainTimeoutMs);
    await this.control.stop();
    this.emit('stopped', { drained });
  }
}
