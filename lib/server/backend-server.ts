import { EventEmitter } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { Address } from '../net/address.js';
import { acceptBacklog, wholeTurn } from '../net/backlog.js';
import { failureText } from '../failure.js';
import { failureKind } from '../net/failure.js';
import { CHECK_PEERS_MS } from '../net/pending-reset.js';
import { resolveHost, systemLookup } from '../net/resolve.js';
import { checkWaitTime } from '../net/timers.js';
import { RunState } from '../run-state.js';
import type { BackendServerEvents, BackendServerStats, ServerListeningEvent } from './events.js';
import { FaultInjector } from './faults/fault-injector.js';
import { activeFaults, changeFaults, type Faults } from './faults/faults.js';
import { refuseForwardToItself } from './forward-target.js';
import { listenOnFirstFree, type Listening } from './first-free-port.js';
import { createMode } from './modes/index.js';
import {
  PORTS,
  resolveServerOptions,
  type BackendServerOptions,
  type ResolvedServerOptions,
  refuseUnusedDirection,
} from './options.js';
import { ClientRegistry } from './client-registry.js';
import { ServiceQueue } from './queue/service-queue.js';

/** A client that has vanished without FIN is noticed by keep-alive probes, as by a balancer. */
const SOCKETS = {
  allowHalfOpen: true,
  noDelay: true,
  keepAlive: true,
  keepAliveInitialDelay: 60_000,
} as const;

/**
 * A backend: a TCP server that answers in one of several modes, and misbehaves when told to.
 *
 *     const backend = new BackendServer({ name: 'B1', port: 0 });
 *     const { port } = await backend.listen();
 *     backend.setFaults({ latencyMs: 300 });
 *     await backend.close();
 */
export class BackendServer extends EventEmitter<BackendServerEvents> {
  readonly #options: ResolvedServerOptions;
  readonly #injector: FaultInjector;
  #name: string | undefined;
  #server: Server | undefined;
  #clients: ClientRegistry | undefined;
  #queue: ServiceQueue | undefined;
  #timer: NodeJS.Timeout | undefined;
  #listening: Promise<ServerListeningEvent> | undefined;
  readonly #state = new RunState('the server');
  #closing: Promise<void> | undefined;
  #tellToStop: (() => void) | undefined;
  readonly #toldToStop = new Promise<void>((resolve) => (this.#tellToStop = resolve));

  /** @throws LbsimError of kind `usage` for options that make no sense */
  constructor(options: BackendServerOptions = {}) {
    super();
    this.#options = resolveServerOptions(options);
    this.#name = this.#options.name;
    this.#injector = new FaultInjector(this.#options.faults, this.#options.seed);
  }

  /** What it answers as; when no name was given, undefined until it listens. */
  get name(): string | undefined {
    return this.#name;
  }

  /** Clients that are connected now. */
  get openConnections(): number {
    return this.#clients?.open ?? 0;
  }

  /** Lines that were answered in the mode `named`, requests in the mode `http`; 0 in modes that only carry bytes. */
  get answers(): number {
    return this.#clients?.answers ?? 0;
  }

  /** How it misbehaves now. */
  get faults(): Faults {
    return this.#injector.faults;
  }

  /** How it stands now. */
  get stats(): BackendServerStats {
    return {
      name: this.#name,
      open: this.openConnections,
      unaccepted: this.#clients?.unaccepted ?? 0,
      served: this.#clients?.served ?? 0,
      probes: this.#clients?.probes ?? 0,
      faults: activeFaults(this.faults),
      ...this.#queueStats(),
    };
  }

  /**
   * Has it misbehave from now on, old connections included; faults that are not named stay as they are.
   *
   * @throws LbsimError `ERR_OPTION_INVALID`, and then nothing has changed
   */
  setFaults(changes: Partial<Faults>): void {
    refuseUnusedDirection(this.#options.mode, changeFaults(this.faults, changes));
    this.#injector.set(changes);
    this.#faultsChanged();
  }

  /** Ends all faults. */
  heal(): void {
    this.#injector.heal();
    this.#faultsChanged();
  }

  /**
   * Listens. May be called again if it failed.
   *
   * @returns its name, and where it listens
   * @throws LbsimError of kind `runtime`: the port is taken, the host is not of this machine, it listens already
   */
  async listen(): Promise<ServerListeningEvent> {
    this.#state.listen();
    this.#listening = this.#open();
    try {
      return await this.#listening;
    } catch (error) {
      this.#state.failed();
      this.#listening = undefined;
      throw error;
    }
  }

  /**
   * Accepts no new client, answers what has been received, sends FIN, and closes those who have not closed in time.
   *
   * @param graceMs - how long clients may take to read their answers and to close, in milliseconds; it counts from when
   *   their answers are due where a latency holds them back, except 0, which closes them at once. As long as bytes are
   *   sent a client has that time again, up to 10 s in all. In the mode `forward` nothing is sent FIN before it is over
   * @throws LbsimError `ERR_OPTION_INVALID` for what is not a time
   */
  close(graceMs = 1000): Promise<void> {
    checkWaitTime('graceMs', graceMs);
    this.#state.close();
    // Later, so that a host which needs no lookup is listened on first, as it was asked for.
    setImmediate(() => this.#tellToStop?.());
    this.#closing ??= this.#stop(graceMs);
    return this.#closing;
  }

  async #open(): Promise<ServerListeningEvent> {
    const { mode, to } = this.#options;
    const ips = await this.#ipsOf(to);
    const { server, address } = await this.#bind();
    if (to !== undefined) this.#refuseItself(server, address, to, ips);
    const name = this.#options.name ?? `B${address.port}`;
    const queue = this.#newQueue(name);
    const clients = new ClientRegistry(createMode(mode, { name, to }), this.#injector, queue, this);
    server.on('connection', (socket) => clients.receive(socket));
    server.on('error', (error) => this.emit('accept_failed', { reason: failureText(failureKind(error)) }));
    this.#server = server;
    this.#clients = clients;
    this.#queue = queue;
    this.#timer = setInterval(() => clients.checkPeers(), CHECK_PEERS_MS).unref();
    this.#name = name;
    const event = { name, ...address };
    this.emit('listening', event);
    return event;
  }

  /** The addresses of a target, as far as they are known now: it is dialled by its name for each client. */
  async #ipsOf(to: Address | undefined): Promise<readonly string[]> {
    if (to === undefined) return [];
    const found = systemLookup(to.host).catch(() => []);
    return (await Promise.race([found, this.#toldToStop])) ?? [];
  }

  #refuseItself(server: Server, own: Address, to: Address, ips: readonly string[]): void {
    try {
      refuseForwardToItself(own, to, ips);
    } catch (error) {
      server.close();
      throw error;
    }
  }

  async #bind(): Promise<Listening> {
    const { host, port } = this.#options;
    // A lookup may take long, and cannot be called off.
    const ip = await Promise.race([resolveHost(host), this.#toldToStop]);
    if (ip === undefined) this.#state.refuseIfClosed();
    const create = (): Server => createServer(SOCKETS);
    return listenOnFirstFree(create, host, port ?? PORTS.first, port ?? PORTS.last);
  }

  #newQueue(name: string): ServiceQueue | undefined {
    const { service, seed, ...rest } = this.#options;
    return service === undefined ? undefined : new ServiceQueue({ ...rest, service }, seed, name);
  }

  #queueStats(): Pick<BackendServerStats, 'queue'> {
    return this.#queue === undefined ? {} : { queue: this.#queue.stats };
  }

  #faultsChanged(): void {
    this.#clients?.faultsChanged();
    this.emit('faults_changed', { faults: activeFaults(this.faults) });
  }

  async #stop(graceMs: number): Promise<void> {
    await this.#listening?.catch(() => undefined);
    if (this.#server !== undefined) await acceptBacklog(this.#server);
    const listenerClosed = new Promise<void>((resolve) => {
      if (this.#server === undefined) resolve();
      else this.#server.close(() => resolve());
    });
    await wholeTurn(); // what the last ones have sent is read
    this.#clients?.finish();
    this.#clients?.closeAfter(graceMs);
    await this.#clients?.empty();
    clearInterval(this.#timer);
    await listenerClosed;
    this.emit('stopped', { connections: this.#clients?.served ?? 0, ...this.#queueStats() });
  }
}
