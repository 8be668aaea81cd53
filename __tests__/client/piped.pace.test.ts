import { PassThrough, Readable, Writable } from 'node:stream';
import { setTimeout as later } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { pipeThrough } from '../../lib/client/piped.js';
import { cleanup } from '../helpers/cleanup.js';
import { Screen, serve } from './helpers.js';

const onEnd = cleanup();
const host = '127.0.0.1';

describe('the pace of a pipe through a connection', () => {
  it('ends when the output has taken all, not before', async () => {
    const port = await serve(onEnd, (socket) => socket.resume().end('bye'));
    let taken: () => void = () => undefined;
    let ended = false;
    const written = new Promise<void>((resolve) => {
      const output = new Writable({
        write: (_chunk, _encoding, done) => {
          taken = done;
          resolve();
        },
      });
      void pipeThrough({ host, port, input: new PassThrough(), output }).then(() => (ended = true));
    });
    await written;
    await later(50);
    expect(ended).toBe(false);
    taken();
    await later(0);
    expect(ended).toBe(true);
  });

  it('reads no faster than the output is written', async () => {
    let sent = 0;
    const block = Buffer.alloc(64 * 1024, 'z');
    const total = 64 * 1024 * 1024;
    const port = await serve(onEnd, (socket) => {
      const more = (): void => {
        if (sent >= total) socket.end();
        else
          socket.write(block, (error) => {
            if (error) return;
            sent += block.length;
            more();
          });
      };
      more();
      socket.resume();
    });
    const waiting: (() => void)[] = [];
    let printed = 0;
    let most = 0;
    const output: Writable = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        printed += chunk.length;
        most = Math.max(most, output.writableLength);
        waiting.push(done);
      },
    });
    const piping = pipeThrough({ host, port, input: new PassThrough(), output });
    let before = -1;
    while (before !== sent || waiting.length === 0) {
      before = sent;
      await later(100);
    }
    // Kernel buffers are all that is in between.
    expect(sent).toBeLessThan(32 * 1024 * 1024);
    while (printed < total) {
      waiting.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    for (const done of waiting.splice(0)) done();
    await piping;
    expect(printed).toBe(total);
    expect(most).toBeLessThanOrEqual(1.5 * 1024 * 1024);
  });

  it('reads the input no faster than it can be sent', async () => {
    let received = 0;
    const port = await serve(onEnd, (socket) => {
      socket.pause();
      socket.on('data', (chunk: Buffer) => (received += chunk.length)).pause();
      socket.on('end', () => socket.end());
      setTimeout(() => socket.resume(), 300);
    });
    let read = 0;
    let whileBlocked = 0;
    const total = 32 * 1024 * 1024;
    const input = new Readable({
      highWaterMark: 64 * 1024,
      read() {
        if (received === 0) whileBlocked = read;
        if (read >= total) this.push(null);
        else this.push(Buffer.alloc(64 * 1024));
        read += 64 * 1024;
      },
    });
    await pipeThrough({ host, port, input, output: new Screen() });
    expect(received).toBe(total);
    expect(whileBlocked).toBeLessThan(total / 2);
  });
});
