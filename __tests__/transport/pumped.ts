import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket, type TcpNetConnectOpts } from 'node:net';
import { AdaptiveReads } from '../../lib/net/adaptive-reads.js';
import { dial } from '../../lib/net/dial.js';
import type { ConnectionPump } from '../../lib/transport/connection-pump.js';
import { joinSockets } from '../../lib/transport/node/join-sockets.js';
import type { PumpEnd, PumpEvents } from '../../lib/transport/pump-events.js';
import { closed, connectToLoopback, settled, until } from '../helpers/sockets.js';

export type Register = (close: () => unknown) => void;

async function listen(register: Register, highWaterMark?: number): Promise<{ server: Server; port: number }> {
  const server = createServer({
    allowHalfOpen: true,
    noDelay: true,
    ...(highWaterMark && { highWaterMark }),
  });
  server.on('connection', (socket) => {
    socket.on('error', () => undefined);
    register(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  register(() => server.close());
  return { server, port: (server.address() as AddressInfo).port };
}

async function nextConnection(server: Server): Promise<Socket> {
  const [socket] = (await once(server, 'connection')) as [Socket];
  return socket;
}

/** Both ends of a client's connection to the proxy. */
export interface ClientPair {
  /** The client's own socket. */
  readonly outer: Socket;
  /** What it was accepted as, for the pump. */
  readonly inner: Socket;
}

/** @param options - for the client's own socket */
export async function acceptClient(
  register: Register,
  options: Partial<TcpNetConnectOpts> = {},
): Promise<ClientPair> {
  const { server, port } = await listen(register, 64 * 1024);
  const [inner, outer] = await Promise.all([nextConnection(server), connectToLoopback(port, options)]);
  register(() => outer.destroy());
  return { outer, inner };
}

export interface Pumped {
  readonly pump: ConnectionPump;
  /** The client's and the backend's own sockets. */
  readonly client: Socket;
  readonly backend: Socket;
  /** The pump's sockets that face them. */
  readonly inner: { readonly client: Socket; readonly backend: Socket };
  /** Every end that the pump has told of. */
  readonly ends: PumpEnd[];
}

/** Dials a fresh backend for the client and joins the two. */
export async function pumpTo(
  client: ClientPair,
  register: Register,
  backendEnded: PumpEvents['backendEnded'] = () => undefined,
  answered?: PumpEvents['answered'],
): Promise<Pumped> {
  const { server, port } = await listen(register);
  const reads = new AdaptiveReads();
  const ends: PumpEnd[] = [];
  const joined = new Promise<{ pump: ConnectionPump; socket: Socket }>((resolve, reject) => {
    dial({ host: '127.0.0.1', port }, { timeoutMs: 10_000, reads }, (outcome) => {
      if (!outcome.ok) {
        reject(new Error(outcome.reason));
        return;
      }
      const { socket } = outcome;
      register(() => socket.destroy());
      const events = { backendEnded, answered, ended: (end: PumpEnd) => void ends.push(end) };
      resolve({ pump: joinSockets(client.inner, socket, reads, events), socket });
    });
  });
  const [backend, { pump, socket }] = await Promise.all([nextConnection(server), joined]);
  return { pump, client: client.outer, backend, inner: { client: client.inner, backend: socket }, ends };
}

/** A client and a backend, joined. */
export async function pumped(register: Register): Promise<Pumped> {
  return pumpTo(await acceptClient(register), register);
}

/** One direction of a pumped connection, seen from outside. */
export interface Direction {
  readonly sender: Socket;
  readonly reader: Socket;
  /** The pump's socket that faces the sender. */
  readonly source: Socket;
  /** The pump's socket that faces the reader. */
  readonly sink: Socket;
  readonly bytes: () => number;
}

export type From = 'client' | 'backend';

export function direction({ client, backend, inner, pump }: Pumped, from: From): Direction {
  return from === 'client'
    ? {
        sender: client,
        reader: backend,
        source: inner.client,
        sink: inner.backend,
        bytes: () => pump.bytesIn,
      }
    : {
        sender: backend,
        reader: client,
        source: inner.backend,
        sink: inner.client,
        bytes: () => pump.bytesOut,
      };
}

/** Bytes that the streams of the pump hold at the moment. */
export function held({ inner: { client, backend } }: Pumped): number {
  return client.readableLength + client.writableLength + backend.readableLength + backend.writableLength;
}

/** Waits until the pump holds bytes for a client that does not read, and the kernel takes no more of them. */
export async function stalled({ inner: { client }, pump }: Pumped): Promise<void> {
  for (;;) {
    await until(() => client.writableLength > 0);
    const before = pump.bytesOut;
    await settled(() => pump.bytesOut + client.writableLength, 50);
    if (client.writableLength > 0 && pump.bytesOut === before) return;
  }
}

/** Everything the pump told by the time that both its sockets are closed. */
export async function allEnds({ inner, ends }: Pumped): Promise<PumpEnd[]> {
  await Promise.all([closed(inner.client), closed(inner.backend)]);
  await until(() => ends.length > 0);
  return ends;
}

/**
 * Sends until the pump holds bytes that the kernel will not take, because the reader does not read: from then on nothing
 * moves.
 *
 * @returns what was sent
 */
export async function fillUp({ sender, sink, bytes }: Direction): Promise<Buffer> {
  const stalled = async (): Promise<boolean> =>
    sink.writableLength > 0 && (await settled(() => sink.writableLength, 50)) > 0;
  const chunks: Buffer[] = [];
  let length = 0;
  while (!(await stalled())) {
    const chunk = randomBytes(16 * 1024);
    const total = (length += chunk.length);
    chunks.push(chunk);
    sender.write(chunk);
    await until(() => bytes() === total);
  }
  return Buffer.concat(chunks);
}

/** Sends single bytes the other way until the pump has had time to find out that the sender is gone. */
export async function provoke({ reader, source }: Direction): Promise<void> {
  for (let n = 0; n < 20 && !source.destroyed; n++) {
    reader.write('?');
    await settled(() => n, 5);
  }
}
