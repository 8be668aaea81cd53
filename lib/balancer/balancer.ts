import { LbsimError } from '../errors.js';
import { IsolatingEmitter } from '../isolating-emitter.js';
import type { Address } from '../net/address.js';
import type { Backend } from '../routing/backend.js';
import { Acceptor } from './acceptor.js';
import type { BalancerEvents } from './events.js';
import { LocalDispatcher } from './local-dispatcher.js';
import type { BalancerOptions, SettledOptions } from './options.js';
import { settleOptions } from './settle-options.js';

/**
 * A TCP load balancer: accepts clients, gives each a backend, and carries their bytes. A listener that throws does no harm;
 * the event `listener_failed` tells of it.
 *
 *     const balancer = new Balancer({ backends: [{ host: '127.0.0.1', port: 8881 }], port: 0 });
 *     balancer.on('failover', ({ backend }) => console.log(`${backend} is down`));
 *     const { port } = await balancer.listen();
 *     await balancer.close();
 */
export class Balancer extends IsolatingEmitter<BalancerEvents> {
  readonly #options: SettledOptions;
  readonly #dispatcher: LocalDispatcher;
  readonly #acceptor: Acceptor;
  #closing: Promise<void> | undefined;

  /** @throws LbsimError of kind `usage` for options that make no sense */
  constructor(options: BalancerOptions) {
    super();
    this.#options = settleOptions(options);
    this.#dispatcher = new LocalDispatcher(this.#options, this, {
      wentDown: (backend) => {
        if (this.#options.onFailover === 'close') this.#acceptor.abandon(backend);
      },
    });
    this.#acceptor = new Acceptor(this.#dispatcher, this.#options, this);
  }

  /** The backends, in the order given, as they are now. */
  get backends(): readonly Readonly<Backend>[] {
    return this.#dispatcher.pool.backends;
  }

  /** ACTIVE_SERVERS: the names of the backends that may be used now. */
  get activeServers(): string[] {
    return this.#dispatcher.pool.activeServers;
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
    try {
      await this.#dispatcher.start();
      this.#refuseIfClosed();
      const address = await this.#acceptor.listen(this.#options);
      this.#dispatcher.listensOn(address.port);
      this.#refuseIfClosed();
      this.#dispatcher.announce({ ...address, workers: 1 });
      return address;
    } catch (error) {
      this.#acceptor.close();
      await this.#dispatcher.stop();
      throw error;
    }
  }

  /** The operator's word: takes a backend out of service for new connections, or back into it. */
  setEnabled(name: string, enabled: boolean): void {
    this.#dispatcher.setEnabled(name, enabled);
  }

  /**
   * Accepts no new client, lets live connections finish, and closes those that have not when the time is up.
   *
   * @param drainTimeoutMs - instead of the option's
   */
  close(drainTimeoutMs: number = this.#options.drainTimeoutMs): Promise<void> {
    this.#closing ??= this.#drain(drainTimeoutMs);
    return this.#closing;
  }

  async #drain(drainTimeoutMs: number): Promise<void> {
    await this.#acceptor.stopAccepting();
    this.emit('drain_started', { openConnections: this.openConnections, drainTimeoutMs });
    const drained = await this.#acceptor.drain(drainTimeoutMs);
    await this.#dispatcher.stop();
    this.emit('stopped', { drained });
  }

  #refuseIfClosed(): void {
    if (this.#closing === undefined) return;
    throw new LbsimError('ERR_STATE', 'the balancer was closed before it listened: make a new one');
  }
}
