import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { expect, it, jest } from '@jest/globals';
import { outliveFailedWrites, type PeerGone } from '../../lib/net/failed-writes.js';
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
  outliveFailedWrites(socket, gone);

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
  outliveFailedWrites(socket, gone);
  const failed = once(socket, 'error');

  socket.write('?');

  expect(await failed).toEqual([broken]);
  expect(socket.destroyed).toBe(true);
  expect(gone).not.toHaveBeenCalled();
});

it('the latest to ask is told', async () => {
  const socket = await leftBehind('finished');
  const [first, second] = [jest.fn(), jest.fn()];
  outliveFailedWrites(socket, first);
  outliveFailedWrites(socket, second);

  await writeInVain(socket, second);

  expect(second).toHaveBeenCalledWith('EPIPE');
  expect(first).not.toHaveBeenCalled();
});
