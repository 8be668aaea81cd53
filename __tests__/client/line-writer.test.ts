import { describe, expect, it, jest } from '@jest/globals';
import { writeLine } from '../../lib/client/line-writer.js';
import { Payload } from '../../lib/client/payload.js';
import { cleanup } from '../helpers/cleanup.js';
import { connectToLoopback, readToEnd } from '../helpers/sockets.js';
import { serve } from './helpers.js';

const onEnd = cleanup();

describe('a line that is written', () => {
  it.each([0, 1, 65_536, 65_537, 3_000_000])(
    'is its %i bytes and one newline, each counted',
    async (size) => {
      const received: Promise<Buffer>[] = [];
      const port = await serve(onEnd, (socket) => {
        received.push(readToEnd(socket));
        socket.on('end', () => socket.end());
      });
      const socket = await connectToLoopback(port);
      let counted = 0;
      await new Promise<void>((done) => {
        writeLine(socket, Payload.numbered(1, 1, size), (bytes) => (counted += bytes), done);
      });
      socket.end().resume();
      const bytes = (await received[0]) ?? Buffer.alloc(0);
      expect(bytes).toHaveLength(size + 1);
      expect(bytes.indexOf('\n')).toBe(size);
      expect(counted).toBe(size + 1);
    },
  );

  it('is one write, newline and all, when it is short', async () => {
    const port = await serve(onEnd, (socket) => socket.resume());
    const socket = await connectToLoopback(port);
    onEnd(() => socket.destroy());
    const writes = [jest.spyOn(socket, '_write'), jest.spyOn(socket, '_writev' as '_write')];
    await new Promise<void>((done) => {
      writeLine(socket, Payload.text('short'), () => undefined, done);
    });
    expect(writes.flatMap((write) => write.mock.calls)).toHaveLength(1);
    expect(socket.bytesWritten).toBe('short\n'.length);
  });

  it('is never held in memory as a whole', async () => {
    const port = await serve(onEnd, (socket) => socket.pause());
    const socket = await connectToLoopback(port);
    onEnd(() => socket.destroy());
    let [counted, done] = [0, false];
    const size = 64 * 1024 * 1024;
    writeLine(
      socket,
      Payload.numbered(1, 1, size),
      (bytes) => (counted += bytes),
      () => (done = true),
    );
    let before = -1;
    while (before !== counted) {
      before = counted;
      await new Promise((later) => setTimeout(later, 100));
    }
    expect(done).toBe(false);
    expect(socket.writableLength).toBeLessThanOrEqual(128 * 1024);
    expect(counted).toBeLessThan(size / 2);
  });
});
