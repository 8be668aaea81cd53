import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { Writable } from 'node:stream';
import { expect, it, jest } from '@jest/globals';
import { watchWrites, type PeerGone } from '../../lib/net/write-watch.js';
import { cleanup } from '../helpers/cleanup.js';
import { connectToLoopback, listenOnLoopback, settled, until } from '../helpers/sockets.js';

const closing = cleanup();

const BYTES = randomBytes(100 * 1024);

/** A socket that is not read, whose peer has sent {@link BYTES} and is gone. */
async function leftBehind(how: 'finished' | 'reset'): Promise<Socket> {
  const peers: Socket[] = [];
  const { server, port } = await listenOnLoopback((peer) => void peers.push(peer));
  closing(() => server.close());
  const socket = await connectToLoopback(port);
  closing(() => socket.destroy());
  await until(() => peers.length > 0);
  const [peer] = peers;
  if (how === 'finished') peer?.end(BYTES, () => peer.destroy());
  else peer?.write(BYTES, () => peer.resetAndDestroy());
  return socket;
}

/** Writes until the peer's answer, that it is gone, has arrived. */
async function writeInVain(socket: Socket, gone: jest.Mock): Promise<void> {
  while (gone.mock.calls.length === 0 && !socket.destroyed) {
    socket.write('?');
    await settled(() => 0, 5);
  }
}

it.each<['finished' | 'reset', PeerGone]>([
  ['finished', 'EPIPE'],
  ['reset', 'ECONNRESET'],
])('a socket whose peer has %s is still read to the end after a write failed', async (how, why) => {
  const socket = await leftBehind(how);
  const gone = jest.fn();
  watchWrites(socket, { taken: jest.fn(), gone });

  await writeInVain(socket, gone);

  expect(gone).toHaveBeenCalledWith(why);
  expect(socket.destroyed).toBe(false);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'end');
  expect(Buffer.concat(chunks).equals(BYTES)).toBe(true);
});

it('a socket that a write fails on for another reason is destroyed with that error', async () => {
  const { server, port } = await listenOnLoopback((peer) => closing(() => peer.destroy()));
  closing(() => server.close());
  const socket = await connectToLoopback(port);
  const gone = jest.fn();
  const broken = Object.assign(new Error('broken'), { code: 'ENOBUFS' });
  jest.spyOn(Socket.prototype, '_write').mockImplementationOnce((_chunk, _encoding, callback) => {
    callback(broken);
  });
  watchWrites(socket, { taken: jest.fn(), gone });
  const failed = once(socket, 'error');

  socket.write('?');

  expect(await failed).toEqual([broken]);
  expect(socket.destroyed).toBe(true);
  expect(gone).not.toHaveBeenCalled();
});

it('a socket that is not watched for it is destroyed when its peer is gone', async () => {
  const socket = await leftBehind('reset');
  const failed = once(socket, 'error');
  watchWrites(socket, { taken: jest.fn() });

  await writeInVain(socket, jest.fn());

  expect(await failed).toEqual([expect.objectContaining({ code: 'ECONNRESET' })]);
  expect(socket.destroyed).toBe(true);
});

it('every write that is taken is told once, when its bytes no longer count as waiting', () => {
  const written: (() => void)[] = [];
  const sink = new Writable({ write: (_chunk, _encoding, callback) => void written.push(callback) });
  const waiting: number[] = [];
  watchWrites(sink, { taken: () => void waiting.push(sink.writableLength) });

  sink.write('ab');
  sink.write('c');
  expect(waiting).toEqual([]);
  written.shift()?.();
  written.shift()?.();

  expect(waiting).toEqual([1, 0]);
});

it('a write that is taken at once is told before `write` returns, and leaves nothing to be done later', () => {
  const sink = new Writable({ write: (_chunk, _encoding, callback) => callback() });
  const later = jest.spyOn(process, 'nextTick');
  const taken = jest.fn();
  watchWrites(sink, { taken });

  sink.write('ab');

  expect(taken).toHaveBeenCalledTimes(1);
  expect(later).not.toHaveBeenCalled();
  later.mockRestore();
});

it('who stops watching puts the own `_write` back, and another may watch', async () => {
  const socket = await leftBehind('finished');
  const [first, second] = [jest.fn(), jest.fn()];
  socket._write = watchWrites(socket, { taken: jest.fn(), gone: first });
  watchWrites(socket, { taken: jest.fn(), gone: second });

  await writeInVain(socket, second);

  expect(second).toHaveBeenCalledWith('EPIPE');
  expect(first).not.toHaveBeenCalled();
});
