import { EventEmitter } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { LbsimError } from '../errors.js';
import { failureKind, failureText } from '../net/failure.js';
import { peerOf } from '../net/peer.js';
import { MAX_TIMER_MS } from '../net/timers.js';
import type { BackendServerEvents, ServerListeningEvent } from './events.js';
import { listenOnFirstFree, type Listener } from './first-free-port.js';
import { createMode } from './modes/index.js';
import type { Finish, ServerMode } from './modes/mode.js';
import {
  BACKEND_SERVER_DEFAULTS,
  settleServerOptions,
  type BackendServerOptions,
  type SettledServerOptions,
} from './options.js';

/**
 * A backend: a TCP server that answers in one of several modes.
 *
 *     const backend = new BackendServer({ name: 'B1', port: 0 });
 *     const { port } = await backend.listen();
 *     await backend.close();
 */
export class BackendServer extends EventEmitter<BackendServerEvents> {
  readonly #options: SettledServerOptions;
  readonly #connections = new Map<Socket, Finish>();
  #name: string | undefined;
  #server: Server | undefined;
  #listening: Promise<ServerListeningEvent> | undefined;
  #closing: Promise<void> | undefined;
  #whenIdle: (() => void) | undefined;
  #served = 0;

  /** @throws LbsimError of kind `usage` for options that make no sense */
  constructor(options: BackendServerOptions = {}) {
    super();
    this.#options = settleServerOptions(options);
    this.#name = this.#options.name;
  }

  /** What it answers as; when no name was given, undefined until it listens. */
  get name(): string | undefined {
    return this.#name;
  }

  /** Clients that are connected now. */
  get openConnections(): number {
    return this.#connections.size;
  }

  /**
   * Listens. May be called again if it failed.
   *
   * @returns its name, and where it listens
   * @throws LbsimError of kind `runtime`: the port is taken, the host is not of this machine, it listens already
   */
  async listen(): Promise<ServerListeningEvent> {
    if (this.#closing !== undefined)
      throw new LbsimError('ERR_STATE', 'the server is closed: make a new one');
    if (this.#listening !== undefined) throw new LbsimError('ERR_STATE', 'the server listens already');
    this.#listening = this.#open();
    try {
      return await this.#listening;
    } catch (error) {
      this.#listening = undefined;
      throw error;
    }
  }

  /**
   * Accepts no new client, answers what has been received, sends FIN, and closes those who have not closed in time.
   *
   * @param graceMs - how long clients may take to read their answers and to close, in milliseconds
   */
  close(graceMs = 1000): Promise<void> {
    this.#closing ??= this.#stop(graceMs);
    return this.#closing;
  }

  async #open(): Promise<ServerListeningEvent> {
    const { server, address } = await this.#bind();
    const name = this.#options.name ?? `B${address.port}`;
    const mode = createMode(this.#options.mode, name);
    server.on('connection', (socket) => this.#accept(socket, mode));
    server.on('error', (error) => this.emit('accept_failed', { reason: failureText(failureKind(error)) }));
    this.#server = server;
    this.#name = name;
    const event = { name, ...address };
    this.emit('listening', event);
    return event;
  }

  #bind(): Promise<Listener> {
    const { host, port } = this.#options;
    const { firstPort, lastPort } = BACKEND_SERVER_DEFAULTS;
    const create = (): Server => createServer({ allowHalfOpen: true, noDelay: true });
    return listenOnFirstFree(create, host, port ?? firstPort, port ?? lastPort);
  }

  /** A client comes in; from here on its bytes are the mode's. */
  #accept(socket: Socket, mode: ServerMode): void {
    // What an error means is told by the close that follows it; this only keeps it from being thrown.
    socket.on('error', () => undefined);
    const client = peerOf(socket)?.name;
    if (client === undefined) {
      socket.destroy();
      return;
    }
    socket.on('close', () => this.#closed(socket, client));
    this.#served++;
    this.emit('connection_open', { client });
    this.#connections.set(socket, mode.serve(socket));
  }

  #closed(socket: Socket, client: string): void {
    this.#connections.delete(socket);
    this.emit('connection_close', { client, bytesIn: socket.bytesRead, bytesOut: socket.bytesWritten });
    if (this.#connections.size === 0) this.#whenIdle?.();
  }

  async #stop(graceMs: number): Promise<void> {
    await this.#listening?.catch(() => undefined);
    await wholeTurn(); // those whom the kernel has let in before now are accepted
    const listenerClosed = new Promise<void>((resolve) => {
      if (this.#server === undefined) resolve();
      else this.#server.close(() => resolve());
    });
    await wholeTurn(); // and what they have sent is read
    for (const finish of this.#connections.values()) finish();
    const timer = setTimeout(
      () => {
        for (const socket of this.#connections.keys()) socket.destroy();
      },
      Math.min(graceMs, MAX_TIMER_MS),
    );
    if (this.#connections.size > 0) await new Promise<void>((resolve) => (this.#whenIdle = resolve));
    clearTimeout(timer);
    await listenerClosed;
    this.emit('stopped', { connections: this.#served });
  }
}

/** When the event loop has looked at all sockets once. */
async function wholeTurn(): Promise<void> {
  await setImmediate();
  await setImmediate();
}
