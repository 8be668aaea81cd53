import { connect, type Socket } from 'node:net';
import { formatProxyHeader, type ProxyVersion } from '../../lib/net/proxy-protocol.js';
import { listenOnLoopback } from '../helpers/sockets.js';

type Register = (close: () => unknown) => void;

/** What a proxy does wrong; without any it carries bytes, FIN, RST and back-pressure both ways. */
export interface Wrongs {
  /** Passes RST on as FIN. */
  readonly resetAsFin?: boolean;
  /** Closes both sides at the first FIN of either. */
  readonly closesAtFin?: boolean;
  /** Closes the other direction so long after a FIN, in milliseconds. */
  readonly closesAfterFinMs?: number;
  /** Changes the byte at this place of what the client sends. */
  readonly flipsByte?: number;
  /** Swaps two neighbouring pieces of what the backend sends, once so many bytes have passed. */
  readonly swapsAfter?: number;
  /** Reads on whether or not what it has read can be written. */
  readonly swallows?: boolean;
  /** Forgets what the client sends while the backend is not connected, which takes a while. */
  readonly dropsEarly?: boolean;
  /** Cuts a connection that has been idle so long, in milliseconds. */
  readonly cutsIdleMs?: number;
  /** Sends a byte of its own to the client when the backend resets after so many bytes. */
  readonly addsAtReset?: number;
  /** Does not tell the client that the backend is gone. */
  readonly keepsQuiet?: boolean;
  /** Keeps a client whose backend refuses. */
  readonly hangsOnRefusal?: boolean;
  /** Turns clients away for as long as this says so. */
  readonly turnsAway?: () => boolean;
  /** Sends a header of the PROXY protocol. */
  readonly header?: ProxyVersion;
}

/** Starts a proxy to that port of loopback. @returns its own port, and what stops it */
export async function startProxy(
  backendPort: number,
  register: Register,
  wrongs: Wrongs = {},
): Promise<{ readonly port: number; readonly stop: () => void }> {
  const open = new Set<Socket>();
  const { server, port } = await listenOnLoopback((client) => {
    if (wrongs.turnsAway?.() === true) {
      client.destroy();
      return;
    }
    open.add(client);
    const join = (): void => {
      const backend = connect({ port: backendPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
      open.add(backend);
      joinUp(client, backend, wrongs);
    };
    if (wrongs.dropsEarly) setTimeout(join, 50);
    else join();
    if (wrongs.dropsEarly) client.on('data', () => undefined);
  });
  const stop = (): void => {
    server.close();
    for (const socket of open) socket.destroy();
  };
  register(stop);
  return { port, stop };
}

function joinUp(client: Socket, backend: Socket, wrongs: Wrongs): void {
  let connected = false;
  client.pause();
  backend.on('error', () => undefined);
  backend.once('connect', () => {
    connected = true;
    client.removeAllListeners('data');
    if (wrongs.header !== undefined) backend.write(headerFor(client, wrongs.header));
    carry(client, backend, wrongs, flipper(wrongs));
    carry(backend, client, wrongs, swapper(wrongs));
    watchIdle(client, backend, wrongs);
  });
  backend.once('close', () => {
    if (!connected && wrongs.hangsOnRefusal !== true) client.destroy();
  });
}

/** Passes on what one side sends and how it ends. */
function carry(from: Socket, to: Socket, wrongs: Wrongs, change: (chunk: Buffer) => Buffer[]): void {
  let passed = 0;
  from.on('data', (chunk: Buffer) => {
    passed += chunk.length;
    let room = true;
    for (const piece of change(chunk)) room = to.write(piece);
    if (room || wrongs.swallows === true) return;
    from.pause();
    to.once('drain', () => from.resume());
  });
  if (wrongs.keepsQuiet === true && to.listenerCount('data') > 0) return;
  // Node before 24 may take a reset for FIN when bytes come along with it.
  const addition = (): boolean => passed > (wrongs.addsAtReset ?? Infinity);
  from.on('end', () => {
    to.end(addition() ? '!' : '');
    if (wrongs.closesAtFin === true) to.once('finish', () => [from, to].forEach((side) => side.destroy()));
    if (wrongs.closesAfterFinMs !== undefined) setTimeout(() => from.end(), wrongs.closesAfterFinMs);
  });
  from.on('error', () => {
    if (wrongs.resetAsFin === true) to.end();
    else if (addition()) to.end('!');
    else to.resetAndDestroy();
  });
  from.resume();
}

function flipper({ flipsByte }: Wrongs): (chunk: Buffer) => Buffer[] {
  let passed = 0;
  return (chunk) => {
    const place = (flipsByte ?? Infinity) - passed;
    passed += chunk.length;
    const byte = chunk[place];
    if (byte !== undefined) chunk[place] = byte ^ 1;
    return [chunk];
  };
}

function swapper({ swapsAfter }: Wrongs): (chunk: Buffer) => Buffer[] {
  let passed = 0;
  return (chunk) => {
    passed += chunk.length;
    if (passed < (swapsAfter ?? Infinity) || chunk.length < 2) return [chunk];
    passed = -Infinity;
    const middle = chunk.length >> 1;
    return [chunk.subarray(middle), chunk.subarray(0, middle)];
  };
}

function watchIdle(client: Socket, backend: Socket, { cutsIdleMs }: Wrongs): void {
  if (cutsIdleMs === undefined) return;
  const cut = setTimeout(() => [client, backend].forEach((side) => side.destroy()), cutsIdleMs);
  for (const side of [client, backend]) {
    side.on('data', () => cut.refresh());
    side.once('close', () => clearTimeout(cut));
  }
}

function headerFor(client: Socket, version: ProxyVersion): Buffer {
  const { remoteAddress = '', remotePort = 0, localAddress = '', localPort = 0 } = client;
  const source = { host: remoteAddress, port: remotePort };
  return formatProxyHeader(version, { source, destination: { host: localAddress, port: localPort } });
}
