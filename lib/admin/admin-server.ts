import type { Server as HttpServer, ServerResponse } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { errorText } from '../error-text.js';
import { LbsimError, systemErrorCode } from '../errors.js';
import { failureText, isOwnFailure } from '../failure.js';
import { loadWithRoom } from '../load-with-room.js';
import { formatAddress, type Address } from '../net/address.js';
import { failureKind } from '../net/failure.js';
import { Throttle } from '../throttle.js';
import {
  answers,
  draftPath,
  openRuntimeFolder,
  publish,
  removeSocket,
  socketPath,
} from './runtime-folder.js';
import type { Subject } from './subject.js';
import type { PortAccess } from './app.js';
import { StreamPlaces } from './stream-places.js';
import { Tokens, type TokenTexts } from './tokens.js';

/** Sockets that may be open at once, on each place. */
const MAX_CONNECTIONS = 64;
/** Files of HTTP and its routes that are open at once while they are loaded: 60, measured on Node 20, and some to spare. */
const FILES_OF_HTTP = 80;

/** Time at the end for answers that are still to come, the last events among them. */
const LAST_ANSWERS_MS = 500;
/** Every address of the machine: it is told by one that can be asked for. */
const REACHED_BY: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

export interface AdminOptions {
  /** TCP as well: where, and with which tokens. */
  readonly port?: Address & { readonly tokens: TokenTexts } & Pick<PortAccess, 'metricsOpen'>;
}

/** Where it is reached. */
export interface AdminListening {
  /** Null where there is no Unix socket. */
  readonly socket: string | null;
  /** Null without TCP. */
  readonly url: string | null;
}

/**
 * The admin API of a process, on a Unix socket of the user's own and, where asked for, on TCP. Until somebody asks it costs two
 * listening sockets: HTTP and its routes are loaded at the first connection, and a balancer's history begins then.
 */
export class AdminServer {
  readonly #subject: Subject;
  readonly #options: AdminOptions;
  readonly #servers: Server[] = [];
  readonly #https: HttpServer[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #places = new StreamPlaces();
  /** Requests that are being answered, streams of events among them. */
  readonly #unanswered = new Set<Promise<void>>();
  readonly #unavailable = new Throttle();
  #path: string | undefined;
  readonly #removeAtExit = (): void => this.#removeSocket();

  constructor(subject: Subject, options: AdminOptions = {}) {
    this.#subject = subject;
    this.#options = options;
  }

  /**
   * Opens both.
   *
   * @throws LbsimError `ERR_ADDRESS_IN_USE`, `ERR_LISTEN`: the port is taken. A Unix socket that cannot be opened is told by an
   *   event, `admin_unavailable`.
   */
  async listen(): Promise<AdminListening> {
    const url = await this.#openPort();
    let socket: string | null = null;
    try {
      socket = await this.#openSocket(url);
    } catch (error) {
      this.#tellUnavailable(error);
    }
    return { socket, url };
  }

  /** Answers what was asked, sends streams of events the last ones, and removes the socket. */
  async close(): Promise<void> {
    if (this.#subject.kind === 'balance') this.#subject.history.stop();
    this.#subject.events.end();
    const answered = Promise.all(this.#unanswered);
    await Promise.race([answered, setTimeout(LAST_ANSWERS_MS, undefined, { ref: false })]);
    // Before it is closed: from then on another process may take its name.
    this.#removeSocket();
    const closed = this.#servers.map((server) => new Promise((resolve) => server.close(resolve)));
    for (const socket of this.#sockets) socket.destroy();
    for (const http of this.#https) http.close();
    await Promise.all(closed);
    process.off('exit', this.#removeAtExit);
  }

  async #openPort(): Promise<string | null> {
    const { port: place } = this.#options;
    if (place === undefined) return null;
    const { metricsOpen } = place;
    const server = this.#create({ tokens: new Tokens(place.tokens), metricsOpen });
    try {
      await listening(server, { host: place.host, port: place.port });
    } catch (error) {
      const where = formatAddress(place);
      const isTaken = systemErrorCode(error) === 'EADDRINUSE';
      throw new LbsimError(
        isTaken ? 'ERR_ADDRESS_IN_USE' : 'ERR_LISTEN',
        `cannot open the admin API on ${where} (${systemErrorCode(error)}): use another port, or --admin 0 for any free one`,
        { cause: error },
      );
    }
    const { port } = server.address() as AddressInfo;
    return `http://${formatAddress({ host: REACHED_BY[place.host] ?? place.host, port })}`;
  }

  async #openSocket(url: string | null): Promise<string> {
    const folder = openRuntimeFolder();
    const { kind, name, address, startedAt } = this.#subject;
    const short = `${kind}-${address.port}`;
    const isTaken = await answers(socketPath(folder, short));
    const path = socketPath(folder, isTaken ? `${short}-${process.pid}` : short);
    if (!isTaken) removeSocket(path);
    await listening(this.#create(), { path: draftPath(path) });
    this.#path = path;
    process.on('exit', this.#removeAtExit);
    const where = formatAddress(address);
    publish(path, {
      pid: process.pid,
      kind,
      name,
      address: where,
      startedAt: startedAt.toISOString(),
      url,
    });
    return path;
  }

  #create(access?: PortAccess): Server {
    let http: Promise<HttpServer | undefined> | undefined;
    const load = async (): Promise<HttpServer | undefined> => {
      try {
        return await this.#createHttp(access);
      } catch (error) {
        http = undefined;
        this.#tellUnavailable(error);
        return undefined;
      }
    };
    const serve = async (socket: Socket): Promise<void> => {
      const ready = await (http ??= load());
      if (ready === undefined) {
        socket.destroy();
        return;
      }
      ready.emit('connection', socket);
      socket.resume();
    };
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket)).on('error', () => undefined);
      void serve(socket);
    });
    server.maxConnections = MAX_CONNECTIONS;
    this.#servers.push(server);
    return server;
  }

  async #createHttp(access: PortAccess | undefined): Promise<HttpServer> {
    const { createHttp } = await loadWithRoom(() => import('./http-server.js'), FILES_OF_HTTP);
    if (this.#subject.kind === 'balance') this.#subject.history.start();
    const http = createHttp(this.#subject, this.#places, (response) => this.#watch(response), access);
    this.#https.push(http);
    return http;
  }

  /** Keeps in mind what is not answered yet. */
  #watch(response: ServerResponse): void {
    const over = new Promise<void>((resolve) => response.once('close', resolve));
    this.#unanswered.add(over);
    void over.then(() => this.#unanswered.delete(over));
  }

  /** Says that somebody was refused; once a second at most, as they ask again. */
  #tellUnavailable(error: unknown): void {
    if (!this.#unavailable.passes(performance.now())) return;
    const kind = failureKind(error);
    const reason = isOwnFailure(kind) ? failureText(kind) : errorText(error);
    const { log } = this.#subject;
    log({
      level: 'warn',
      event: 'admin_unavailable',
      message: `lbsim ctl cannot reach it: ${reason}`,
      fields: { reason },
    });
  }

  #removeSocket(): void {
    if (this.#path !== undefined) removeSocket(this.#path);
    this.#path = undefined;
  }
}

function listening(server: Server, where: Partial<Address> & { readonly path?: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
