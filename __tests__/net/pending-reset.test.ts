import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { pendingReset } from '../../lib/net/pending-reset.js';
import type { PeerGone } from '../../lib/net/write-watch.js';
import { cleanup } from '../helpers/cleanup.js';
import { connectToLoopback } from '../helpers/sockets.js';

const closing = cleanup();

interface Pair {
  /** Accepted and paused: nobody reads from it. */
  readonly socket: Socket;
  readonly peer: Socket;
}

async function pair(host = '127.0.0.1'): Promise<Pair> {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
  server.listen(0, host);
  await once(server, 'listening');
  closing(() => server.close());
  const { port } = server.address() as AddressInfo;
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const peer = await connectToLoopback(port, { host });
  const [socket] = await accepted;
  socket.on('error', () => undefined);
  closing(() => socket.destroy());
  closing(() => peer.destroy());
  return { socket, peer };
}

/** The first answer other than undefined; gives up after a second, when a reset has had ample time to arrive. */
async function answer(socket: Socket): Promise<PeerGone | undefined> {
  for (let n = 0; n < 100; n++) {
    const why = pendingReset(socket);
    if (why !== undefined) return why;
    await sleep(10);
  }
  return undefined;
}

/** Reads up to the peer's FIN. */
async function readToFin(socket: Socket): Promise<void> {
  socket.resume();
  await once(socket, 'end');
}

type Story = readonly [string, (pair: Pair) => Promise<void> | void];

const STATES: readonly Story[] = [
  ['has sent nothing', () => undefined],
  ['has sent bytes that nobody reads', ({ peer }) => void peer.write('x'.repeat(100_000))],
  [
    'has received FIN',
    async ({ socket, peer }) => {
      socket.end();
      await readToFin(peer);
    },
  ],
];

const AFTER_FIN: readonly Story[] = [
  [
    'has sent FIN, which was read',
    async ({ socket, peer }) => {
      peer.end();
      await readToFin(socket);
    },
  ],
  [
    'has sent bytes and FIN that nobody reads',
    async ({ peer }) => {
      peer.end('x'.repeat(100_000));
      await once(peer, 'finish');
    },
  ],
];

it.each(STATES)('a reset is told of where the peer %s', async (_state, prepare) => {
  const both = await pair();
  await prepare(both);
  expect(pendingReset(both.socket)).toBeUndefined();

  both.peer.resetAndDestroy();

  expect(await answer(both.socket)).toBe('ECONNRESET');
});

it.each(AFTER_FIN)('a reset after FIN is told apart where the peer %s', async (_state, prepare) => {
  const both = await pair();
  await prepare(both);
  expect(pendingReset(both.socket)).toBeUndefined();

  both.peer.resetAndDestroy();

  expect(await answer(both.socket)).toBe('EPIPE');
});

it.each([...STATES, ...AFTER_FIN])('no reset is told of while the peer %s', async (_state, prepare) => {
  const both = await pair();
  await prepare(both);

  expect(await answer(both.socket)).toBeUndefined();
});

it('an orderly close by both sides, with bytes that nobody has read, is no reset', async () => {
  const { socket, peer } = await pair();
  peer.end('x'.repeat(100_000));
  socket.end();
  await readToFin(peer);
  peer.destroy();

  expect(await answer(socket)).toBeUndefined();
});

it('a reset is told of over IPv6', async () => {
  const { socket, peer } = await pair('::1');
  peer.resetAndDestroy();

  expect(await answer(socket)).toBe('ECONNRESET');
});

it('a destroyed socket has none', async () => {
  const { socket } = await pair();
  socket.destroy();

  expect(pendingReset(socket)).toBeUndefined();
});
