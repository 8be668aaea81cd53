import { EventEmitter } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { LbsimError, optionError } from '../errors.js';
import { HealthMonitor } from '../health/health-monitor.js';
import type { Address } from '../net/address.js';
import { failureKind, failureText } from '../net/failure.js';
import { acceptLean } from '../net/lean-accept.js';
import { listen } from '../net/listener.js';
import { peerOf } from '../net/peer.js';
import { resolveHost } from '../net/resolve.js';
import { BackendPool } from '../routing/backend-pool.js';
import type { Backend } from '../routing/backend.js';
import { Router } from '../routing/router.js';
import { SessionMap } from '../routing/session-map.js';
import { createScheduler } from '../schedulers/index.js';
import { Connection, type ConnectionContext } from './connection.js';
import type { BalancerEvents } from './events.js';
import { LiveSet } from './live-set.js';
import { settleOptions, type BalancerOptions, type SettledOptions } from './options.js';
import { WaitingRoom } from './waiting-room.js';

/** Bytes of a client that may be held here before it is told to wait. */
const CLIENT_HIGH_WATER_MARK = 64 * 1024;

/**
 * A TCP load balancer: accepts clients, gives each a backend, and carries their bytes.
 *
 *     const balancer = new Balancer({ backends: [{ host: '127.0.0.1', port: 8881 }], port: 0 });
 *     balancer.on('failover', ({ backend }) => console.log(`${backend} is down`));
 *     const { port } = await balancer.listen();
 *     await balancer.close();
 */
export class Balancer extends EventEmitter<BalancerEvents> {
  readonly #options: SettledOptions;
  readonly #pool: BackendPool;
  readonly #health: HealthMonitor;
  readonly #waitingRoom = new WaitingRoom();
  readonly #context: ConnectionContext;
  readonly #server: Server;
  readonly #connections = new LiveSet<Connection>();
  readonly #addresses = new Map<Backend, Address>();
  #closing: Promise<void> | undefined;
  #whenIdle: (() => void) | undefined;

  /** @throws LbsimError of kind `usage` for options that make no sense */
  constructor(options: BalancerOptions) {
    super();
    this.#options = settleOptions(options);
    const scheduler = createScheduler<Backend>(this.#options.algorithm, this.#options.random);
    const sessions = new SessionMap({ max: this.#options.stickyMax, ttlMs: this.#options.stickyTtlMs });
    this.#pool = new BackendPool(this.#options.backends, scheduler);
    this.#health = this.#createMonitor();
    this.#context = this.#createContext(new Router(scheduler, sessions));
    this.#server = createServer({
      allowHalfOpen: true,
      noDelay: true,
      highWaterMark: CLIENT_HIGH_WATER_MARK,
    });
    this.#server.on('connection', (socket) => this.#accept(socket));
  }

  /** The backends, in the order given, as they are now. */
  get backends(): readonly Readonly<Backend>[] {
    return this.#pool.backends;
  }

  /** ACTIVE_SERVERS: the names of the backends that may be used now. */
  get activeServers(): string[] {
    return this.#pool.activeServers;
  }

  /** Clients that are connected now, with a backend or waiting for one. */
  get openConnections(): number {
    return this.#connections.size;
  }

  /**
   * Looks at every backend once, then listens. That no backend is up is no error: clients wait.
   *
   * @returns where it listens
   * @throws LbsimError of kind `runtime`: the port is taken, a host does not resolve
   */
  async listen(): Promise<Address> {
    const { host, port, algorithm, stickyKey } = this.#options;
    await this.#resolveBackends();
    try {
      await this.#health.start();
      this.#refuseIfClosed();
      const address = await listen(this.#server, { host, port });
      acceptLean(this.#server, CLIENT_HIGH_WATER_MARK);
      this.#refuseIfClosed();
      this.#server.on('error', (error) => {
        this.emit('accept_failed', { reason: failureText(failureKind(error)) });
      });
      const { names: backends, activeServers } = this.#pool;
      this.emit('listening', { ...address, algorithm, stickyKey, backends, activeServers });
      this.#sayIfNoneIsActive();
      return address;
    } catch (error) {
      this.#health.stop();
      this.#server.close();
      throw error;
    }
  }

  /** The operator's word: takes a backend out of service for new connections, or back into it. */
  setEnabled(name: string, enabled: boolean): void {
    const backend = this.#pool.backends.find((candidate) => candidate.name === name);
    if (backend === undefined) {
      const names = this.#pool.names.join(', ');
      throw optionError(`unknown backend '${name}': use one of ${names}`);
    }
    this.#pool.setEnabled(backend, enabled);
    if (backend.available) this.#waitingRoom.releaseAll();
    else this.#sayIfNoneIsActive();
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
    if (this.#server.listening) this.#server.close();
    this.emit('drain_started', { openConnections: this.#connections.size, drainTimeoutMs });
    let cut = 0;
    const timer = setTimeout(() => {
      cut = this.#connections.size;
      for (const connection of this.#connections.toArray()) connection.destroy('drained');
    }, drainTimeoutMs);
    if (this.#connections.size > 0) await new Promise<void>((resolve) => (this.#whenIdle = resolve));
    clearTimeout(timer);
    this.#health.stop();
    this.emit('stopped', { drained: cut });
  }

  #accept(socket: Socket): void {
    // The pump and the waiting connection listen for what an error means; this one only keeps it from being thrown.
    socket.on('error', () => undefined);
    const peer = peerOf(socket);
    if (peer === undefined) {
      socket.destroy();
      return;
    }
    const { ip, name } = peer;
    const stickyKeys = { ip, 'ip-port': name, none: undefined };
    const connection = new Connection(socket, name, stickyKeys[this.#options.stickyKey], this.#context);
    this.#connections.add(connection);
    connection.start();
  }

  #createMonitor(): HealthMonitor {
    const { healthCheckIntervalMs, healthCheckTimeoutMs, healthCheckRise, healthCheckFall } = this.#options;
    const monitor = new HealthMonitor(this.#pool, {
      intervalMs: healthCheckIntervalMs,
      timeoutMs: healthCheckTimeoutMs,
      rise: healthCheckRise,
      fall: healthCheckFall,
      probe: this.#options.probe,
      random: this.#options.random,
      addressOf: (backend) => this.#addressOf(backend),
      now: () => performance.now(),
    });
    monitor.on('backend_down_at_start', (event) => this.emit('backend_down_at_start', event));
    monitor.on('failover', (event) => {
      this.emit('failover', event);
      this.#sayIfNoneIsActive();
    });
    monitor.on('failback', (event) => {
      this.emit('failback', event);
      this.#waitingRoom.releaseAll();
    });
    return monitor;
  }

  #createContext(router: Router): ConnectionContext {
    return {
      pool: this.#pool,
      router,
      health: this.#health,
      waitingRoom: this.#waitingRoom,
      addressOf: (backend) => this.#addressOf(backend),
      now: () => performance.now(),
      connectTimeoutMs: this.#options.connectTimeoutMs,
      waitForBackendTimeoutMs: this.#options.waitForBackendTimeoutMs,
      opened: (event) => this.emit('connection_open', event),
      moved: (event) => this.emit('connection_moved', event),
      closed: (connection, event) => {
        this.#connections.delete(connection);
        this.emit('connection_close', event);
        if (this.#connections.size === 0) this.#whenIdle?.();
      },
    };
  }

  #refuseIfClosed(): void {
    if (this.#closing === undefined) return;
    throw new LbsimError('ERR_STATE', 'the balancer was closed before it listened: make a new one');
  }

  #sayIfNoneIsActive(): void {
    if (this.#pool.activeCount === 0) this.emit('no_active_servers', { backends: this.#pool.names });
  }

  async #resolveBackends(): Promise<void> {
    await Promise.all(
      this.#pool.backends.map(async (backend) => {
        this.#addresses.set(backend, { host: await resolveHost(backend.host), port: backend.port });
      }),
    );
  }

  #addressOf(backend: Backend): Address {
    return this.#addresses.get(backend) ?? backend;
  }
}
