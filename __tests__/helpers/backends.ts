import { once } from 'node:events';
import { createServer, type Server, type Socket, type TcpNetConnectOpts } from 'node:net';
import { createInterface } from 'node:readline';
import { listenApart } from './ports.js';
import { connectToLoopback } from './sockets.js';

/**
 * A backend in the test's own process: answers each line `NAME:<line>`, honours half-close, and tells what is connected
 * to it. Probes connect and close without a byte; `clients` leaves them out.
 */
export class TestBackend {
  readonly name: string;
  port = 0;
  readonly sockets = new Set<Socket>();
  readonly clients = new Set<Socket>();
  #server: Server | undefined;
  #isDown = false;

  private constructor(name: string) {
    this.name = name;
  }

  static async start(name: string, port = 0): Promise<TestBackend> {
    const backend = new TestBackend(name);
    backend.port = port;
    await backend.start();
    return backend;
  }

  /** `NAME=127.0.0.1:port`, as `--backends` wants it. */
  get spec(): string {
    return `${this.name}=127.0.0.1:${this.port}`;
  }

  /** Listens: on the port it had before, if any. */
  async start(): Promise<void> {
    this.#isDown = false;
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#serve(socket));
    if (this.port === 0) {
      this.port = await listenApart(this.#server);
    } else {
      this.#server.listen(this.port, '127.0.0.1');
      await once(this.#server, 'listening');
    }
  }

  /** Listens no more and resets every connection, as a crash would. */
  async crash(): Promise<void> {
    this.#isDown = true;
    for (const socket of this.sockets) {
      // A socket that is shutting down cannot be reset: libuv refuses, and it would never close.
      if (socket.writableEnded) socket.destroy();
      else socket.resetAndDestroy();
    }
    await this.stop();
  }

  /** Listens no more; connections that stand go on. */
  deaf(): void {
    this.#server?.close();
  }

  /** Listens no more and closes every connection. */
  async stop(): Promise<void> {
    this.#isDown = true;
    for (const socket of this.sockets) socket.destroy();
    if (this.#server?.listening !== true) return;
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket): void {
    socket.on('error', () => undefined);
    // Accepted by the system before, noticed only now.
    if (this.#isDown) {
      socket.resetAndDestroy();
      return;
    }
    this.sockets.add(socket);
    socket.once('data', () => this.clients.add(socket));
    socket.on('close', () => {
      this.sockets.delete(socket);
      this.clients.delete(socket);
    });
    createInterface(socket)
      .on('error', () => undefined) // it tells the socket's again
      .on('line', (line) => socket.write(`${this.name}:${line}\n`))
      .on('close', () => socket.end());
  }
}

/** A client that talks in lines and stays connected. */
export class TestClient {
  readonly socket: Socket;
  /** `address:port`, as a balancer names it. */
  readonly name: string;
  readonly #answers: AsyncIterator<string>;

  private constructor(socket: Socket) {
    this.socket = socket;
    this.name = `${socket.localAddress}:${socket.localPort}`;
    this.#answers = createInterface(socket)[Symbol.asyncIterator]();
  }

  static async connect(port: number, options: Partial<TcpNetConnectOpts> = {}): Promise<TestClient> {
    return new TestClient(await connectToLoopback(port, options));
  }

  /** Sends a line. @returns the answer, or undefined when the connection was closed instead */
  async ask(line: string): Promise<string | undefined> {
    this.socket.write(`${line}\n`);
    return this.answer();
  }

  async answer(): Promise<string | undefined> {
    const next = await this.#answers.next();
    return next.done === true ? undefined : next.value;
  }

  /** As {@link ask}; an answer that a reset or a close cut off is undefined. */
  async askInVain(line: string): Promise<string | undefined> {
    return this.ask(line).catch(() => undefined);
  }

  /** Closes in good order and waits until the other side has, too. */
  async close(): Promise<void> {
    if (this.socket.closed) return;
    this.socket.end();
    this.socket.resume();
    await once(this.socket, 'close');
  }
}

/** One line on a connection of its own. @returns the name of the backend that answered */
export async function askOnce(port: number, line = 'hello'): Promise<string | undefined> {
  const client = await TestClient.connect(port);
  const answer = await client.ask(line);
  await client.close();
  return answer?.replace(`:${line}`, '');
}
