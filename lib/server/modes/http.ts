import {
  createServer,
  STATUS_CODES,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { systemErrorCode } from '../../errors.js';
import type { Finish, ServeHooks, ServerMode } from './mode.js';

/** What one connection still owes its client. */
interface Exchange {
  unanswered: number;
  latest: IncomingMessage | undefined;
  /** Nothing further will be understood: the answer to what came is the last. */
  refused: boolean;
  readonly hooks: Pick<Partial<ServeHooks>, 'onAnswer' | 'requests'>;
  readonly whenAnswered: (() => void)[];
}

/** Past as many requests without an answer, which only a queue or a fault lets come about, nothing more is read. */
const MOST_UNANSWERED = 1000;

/** A refusal of CONNECT names what is answered instead. */
const ALLOWED = 'Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';

/**
 * Answers every HTTP/1.1 request, once it has come in full, with 200 and the backend's name, in the header `X-Backend`
 * and as the body. Connections are kept alive without limit, requests may be pipelined.
 *
 * For whose request the backend's queue has no room gets 503.
 *
 * An offer to upgrade is answered like any request, but the connection ends with it. CONNECT asks for a tunnel, which
 * 200 would promise: it is refused with 405. What is not HTTP gets 400, an endless header 431.
 */
export class HttpMode implements ServerMode {
  readonly #body: Buffer;
  readonly #queueFull: Buffer;
  /** The name's UTF-8 bytes, one character each: all that a header can carry. */
  readonly #headerName: string;
  readonly #server: Server;
  readonly #exchanges = new WeakMap<Duplex, Exchange>();

  constructor(name: string) {
    this.#body = Buffer.from(`${name}\n`);
    this.#queueFull = Buffer.from(`${name}: the queue is full\n`);
    this.#headerName = Buffer.from(name).toString('latin1');
    this.#server = this.#createServer();
  }

  serve(socket: Socket, hooks: Partial<ServeHooks> = {}): Finish {
    const exchange = { unanswered: 0, latest: undefined, refused: false, hooks, whenAnswered: [] };
    this.#exchanges.set(socket, exchange);
    this.#server.emit('connection', socket);
    return () => this.#endWhenAnswered(socket);
  }

  #createServer(): Server {
    // It never listens itself; sockets are handed to it.
    const server = createServer({
      requireHostHeader: false,
      keepAliveTimeout: 0,
      headersTimeout: 0,
      requestTimeout: 0,
    });
    // Without this Node drops the requests that are queued when the client's FIN arrives.
    Object.assign(server, { httpAllowHalfOpen: true });
    const answer = (request: IncomingMessage, response: ServerResponse): void => {
      this.#answer(request, response);
    };
    server.on('request', answer).on('checkExpectation', answer);
    server.on('connect', (_request, socket) => this.#refuse(socket, 405, [ALLOWED]));
    server.on('clientError', (error, socket) => {
      this.#refuse(socket, systemErrorCode(error) === 'HPE_HEADER_OVERFLOW' ? 431 : 400);
    });
    return server;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const exchange = this.#exchanges.get(request.socket);
    request.resume();
    if (exchange === undefined) return;
    exchange.latest = request;
    exchange.unanswered++;
    // Node loses what is pipelined behind an offer to upgrade, so the client is told that it was not served.
    if (request.headers.upgrade !== undefined) response.shouldKeepAlive = false;
    if (exchange.unanswered > MOST_UNANSWERED) request.socket.pause();
    request.on('end', () => {
      const { onAnswer, requests } = exchange.hooks;
      const answer = (): void => {
        onAnswer?.();
        this.#respond(response, 200, this.#body);
      };
      if (requests === undefined) answer();
      else if (!requests.arrive(answer)) this.#respond(response, 503, this.#queueFull);
    });
    response.on('close', () => {
      answered(exchange);
      if (exchange.unanswered === MOST_UNANSWERED) request.socket.resume();
    });
  }

  #respond(response: ServerResponse, status: number, body: Buffer): void {
    response.writeHead(status, {
      'X-Backend': this.#headerName,
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': body.length,
    });
    response.end(body);
  }

  /** Answers what cannot be granted, after all that came before it, and ends the connection. */
  #refuse(socket: Duplex, status: number, headers: readonly string[] = []): void {
    const exchange = this.#exchanges.get(socket);
    if (exchange === undefined || exchange.refused) return;
    exchange.refused = true;
    const lines = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      `X-Backend: ${this.#headerName}`,
      ...headers,
      'Content-Length: 0',
      'Connection: close',
    ];
    this.#endWhenAnswered(socket, `${lines.join('\r\n')}\r\n\r\n`);
    // A request whose body broke off will not be answered, so it must not be waited for.
    if (exchange.latest?.complete === false) answered(exchange);
  }

  #endWhenAnswered(socket: Duplex, lastAnswer?: string): void {
    const end = (): void => {
      if (socket.writable) socket.end(lastAnswer, 'latin1');
      socket.resume(); // what still comes is dropped: left unread, it would turn our close into a reset
    };
    const exchange = this.#exchanges.get(socket);
    if (exchange === undefined || exchange.unanswered === 0) end();
    else exchange.whenAnswered.push(end);
  }
}

function answered(exchange: Exchange): void {
  if (--exchange.unanswered > 0) return;
  for (const callback of exchange.whenAnswered.splice(0)) callback();
}
