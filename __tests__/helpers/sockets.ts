import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  connect,
  createServer,
  type AddressInfo,
  type Server,
  type Socket,
  type TcpNetConnectOpts,
} from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemErrorCode } from '../../lib/errors.js';

/** A loopback listener on a free port, half-open allowed; errors of its sockets are left to `onConnection`. */
export async function listenOnLoopback(
  onConnection: (socket: Socket) => void,
): Promise<{ server: Server; port: number }> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

/** A connected client socket, half-open allowed, whose errors do not throw. */
export async function connectToLoopback(
  port: number,
  options: Partial<TcpNetConnectOpts> = {},
): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true, ...options });
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  return socket;
}

/** Everything that arrives until the peer's FIN; rejects when the connection is reset. */
export async function readToEnd(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await new Promise<void>((resolve, reject) => {
    socket.once('end', resolve).once('error', reject);
    if (socket.readableEnded) resolve();
  });
  return Buffer.concat(chunks);
}

export interface Received {
  readonly bytes: Buffer;
  /** `fin`, or the code of the error that cut the bytes off. */
  readonly ending: string;
}

/**
 * Everything that arrives until FIN or an error; the socket may be read at any pace meanwhile.
 *
 * Node takes a reset for FIN when it comes along with bytes (libuv before 1.52); a write of nothing then fails.
 */
export async function receive(socket: Socket): Promise<Received> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ending = await new Promise<string>((resolve) => {
    socket.once('end', () => {
      if (socket.writableEnded) resolve('fin');
      else socket.write('', (error) => error ?? resolve('fin'));
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.once('close', () => resolve('closed'));
  });
  return { bytes: Buffer.concat(chunks), ending };
}

/** How a reset looks to one who has sent something, depending on whether it came before that or after. */
export const RESET = /^(ECONNRESET|EPIPE)$/;

/** Sends a line on a connection of its own. @returns the answer, or the code of the error that it meets with */
export async function answerOrError(port: number, options: Partial<TcpNetConnectOpts> = {}): Promise<string> {
  try {
    const socket = await connectToLoopback(port, options);
    socket.end('x\n');
    const { bytes, ending } = await receive(socket);
    socket.destroy();
    return bytes.toString().trim() || ending;
  } catch (error) {
    // A reset may come while the connection is being made.
    return systemErrorCode(error) ?? String(error);
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Number and checksum of the bytes that arrive until FIN, without keeping them; rejects when the connection is reset. */
export async function digest(socket: Socket): Promise<{ length: number; checksum: string }> {
  const hash = createHash('sha256');
  let length = 0;
  socket.on('data', (chunk: Buffer) => {
    hash.update(chunk);
    length += chunk.length;
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('end', resolve).once('error', reject);
  });
  return { length, checksum: hash.digest('hex') };
}

/** Pauses after every chunk for that long: a reader that cannot keep up. */
export function readSlowly(socket: Socket, pauseMs: number): void {
  socket.on('data', () => {
    socket.pause();
    void sleep(pauseMs).then(() => socket.resume());
  });
}

/** Resolves when the socket is closed, also if it already is. */
export async function closed(socket: Socket): Promise<void> {
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
}

/** Resolves when the condition holds, looked at after each turn of the event loop. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(1);
}

/** Between two looks at what may still change, in milliseconds. */
const LOOK_MS = 10;

/**
 * Resolves with what `measure` gives once that has not changed for so long: counted in looks, which a busy machine takes
 * longer for, as does what is looked at.
 */
export async function settled(measure: () => number, quietMs = 250): Promise<number> {
  let value = measure();
  for (let quiet = 0; quiet < quietMs / LOOK_MS; quiet++) {
    await sleep(LOOK_MS);
    const now = measure();
    if (now !== value) quiet = 0;
    value = now;
  }
  return value;
}

/** More than Node reads ahead, so that the rest stays in the kernel. */
export const MUCH = Buffer.alloc(300 * 1024, 'x');

/** Sends until the kernel takes no more. */
export async function sendUntilStalled(socket: Socket): Promise<void> {
  for (;;) {
    socket.write(MUCH);
    const before = socket.writableLength;
    if (before > 0 && (await settled(() => socket.writableLength, 300)) > 0) return;
  }
}
