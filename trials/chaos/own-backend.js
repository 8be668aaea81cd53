// A backend inside this process, and a client of it: both do what they are told, down to when they read.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What has not gone out for so long is held back by back-pressure, in milliseconds. */
const STALLED_MS = 400;

const CHUNK = Buffer.alloc(300 * 1024, 'x');

/** No verdict: this ends what hangs. */
const PATIENCE_MS = 60_000;

/**
 * Answers each line that a client says with the same line, unless it has been told otherwise by a client's first line:
 * `hold NAME` is answered, and the connection then left, unread, to the caller of {@link OwnBackend#held}.
 */
export class OwnBackend {
  /** Connections of clients; those of probes say nothing. */
  sockets = new Set();
  #server;
  #held = new Map();

  /** @param label - its name for the balancer */
  static async start(label) {
    const backend = new OwnBackend();
    backend.label = label;
    backend.#server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
      backend.#serve(socket),
    );
    backend.#server.listen(0, '127.0.0.1');
    await once(backend.#server, 'listening');
    backend.port = backend.#server.address().port;
    return backend;
  }

  /** @returns the connection of the client that said `hold NAME` */
  held(name) {
    const socket = this.#held.get(name);
    this.#held.delete(name);
    return socket;
  }

  close() {
    this.#server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  #serve(socket) {
    socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket));
    const answerEnd = () => socket.end();
    socket.on('end', answerEnd).on('data', (chunk) => {
      this.sockets.add(socket);
      const [, name] = /^hold (\S+)\n/.exec(chunk) ?? [];
      socket.write(chunk);
      if (name === undefined) return;
      this.#held.set(name, socket.pause());
      socket.removeAllListeners('data').off('end', answerEnd);
    });
  }
}

/** A connected client of a balancer. What it has received is `received`. */
export async function dialled(port) {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true });
  const client = { socket, name: undefined, received: '', failure: undefined };
  socket.on('error', ({ code }) => (client.failure ??= code));
  socket.on('data', (chunk) => (client.received += chunk.toString('latin1')));
  await once(socket, 'connect');
  client.name = `${socket.localAddress}:${socket.localPort}`;
  return client;
}

/** Says a line. @returns whether it came back */
export async function asks(client, line) {
  client.socket.write(`${line}\n`);
  return hears(client, line);
}

/** @returns whether a line comes before the connection ends */
export async function hears(client, line) {
  const due = Date.now() + PATIENCE_MS;
  while (!client.received.includes(`${line}\n`)) {
    if (client.failure !== undefined || client.socket.readableEnded || Date.now() > due) return false;
    await sleep(5);
  }
  return true;
}

/** Has a socket send until back-pressure stands. */
export async function sendUntilStalled(socket) {
  for (;;) {
    socket.write(CHUNK);
    let left = socket.writableLength;
    for (let since = Date.now(); left > 0 && !socket.destroyed; await sleep(10)) {
      if (socket.writableLength !== left) since = Date.now();
      left = socket.writableLength;
      if (Date.now() - since > STALLED_MS) return;
    }
    if (socket.destroyed) return;
  }
}
