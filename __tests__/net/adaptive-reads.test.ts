import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, jest } from '@jest/globals';
import { AdaptiveReads } from '../../lib/net/adaptive-reads.js';
import { dial } from '../../lib/net/dial.js';
import { ReadBuffers } from '../../lib/net/read-buffers.js';
import { cleanup } from '../helpers/cleanup.js';
import { listenOnLoopback } from '../helpers/sockets.js';

const KIB = 1024;
const closing = cleanup();

function sizedReads(): AdaptiveReads {
  const reads = new AdaptiveReads();
  reads.consumer = () => true;
  return reads;
}

/** Reads as Node does: into the buffer that is asked for. @returns the size of the next one */
function read(reads: AdaptiveReads, bytes: number): number {
  reads.callback(bytes, reads.buffer());
  return reads.buffer().length;
}

/** As many reads that fill the buffer as make it as large as it gets. */
function grow(reads: AdaptiveReads): number {
  let size = reads.buffer().length;
  for (let n = 0; n < 20; n++) size = read(reads, size);
  return size;
}

describe('the buffer', () => {
  it('doubles from 4 KiB to 512 KiB while reads fill it, and no further', () => {
    const reads = sizedReads();
    const sizes = [reads.buffer().length];

    for (let n = 0; n < 9; n++) sizes.push(read(reads, reads.buffer().length));

    expect(sizes.map((size) => size / KIB)).toEqual([4, 8, 16, 32, 64, 128, 256, 512, 512, 512]);
  });

  it.each([
    [1, 1],
    [256, 1],
    [257, 2],
    [1024, 2],
    [1025, 4],
  ])('after a first read of %d bytes is of %d KiB', (bytes, kib) => {
    expect(read(sizedReads(), bytes) / KIB).toBe(kib);
  });

  it('stays as it is while reads fill more than a quarter of it, but not all', () => {
    const reads = sizedReads();
    const size = grow(reads);

    for (let n = 0; n < 100; n++) read(reads, n % 2 === 0 ? size - 1 : size / 4 + 1);

    expect(reads.buffer()).toHaveLength(size);
  });

  it('shrinks after 16 small reads in a row', () => {
    const reads = sizedReads();
    const size = grow(reads);

    for (let n = 1; n < 16; n++) expect(read(reads, 1)).toBe(size);

    expect(read(reads, 1)).toBe(KIB);
  });

  it.each([
    [128 * KIB, 256],
    [64 * KIB, 256],
    [32 * KIB + 1, 256],
    [32 * KIB, 128],
    [3000, 16],
    [1000, 4],
    [256, 1],
    [1, 1],
  ])(
    'shrinks from 512 KiB so far that reads of %d bytes leave three quarters empty: to %d KiB',
    (bytes, kib) => {
      const reads = sizedReads();
      grow(reads);

      read(reads, bytes);
      for (let n = 1; n < 16; n++) read(reads, 1);

      expect(reads.buffer().length / KIB).toBe(kib);
    },
  );

  it('counts small reads anew after a larger one', () => {
    const reads = sizedReads();
    const size = grow(reads);

    for (let n = 0; n < 100; n++) read(reads, n % 16 === 15 ? size / 4 + 1 : 1);

    expect(reads.buffer()).toHaveLength(size);
  });

  it('is the same for the next read unless its size changes', () => {
    const reads = sizedReads();
    read(reads, 2000);
    const buffer = reads.buffer();

    read(reads, 10);

    expect(reads.buffer()).toBe(buffer);
  });
});

describe('the buffers that it comes from', () => {
  it('get back at once what was outgrown and is not lent', () => {
    const buffers = new ReadBuffers();
    const reads = new AdaptiveReads(buffers);
    reads.consumer = () => true;

    read(reads, 4 * KIB);

    expect([buffers.lentBytes, buffers.spareBytes]).toEqual([8 * KIB, 4 * KIB]);
  });

  it('get back what was outgrown and is lent only when the next read shows that it no longer is', () => {
    const buffers = new ReadBuffers();
    const reads = new AdaptiveReads(buffers);
    const answers = [false, true];
    reads.consumer = () => answers.shift() ?? true;

    read(reads, 4 * KIB);
    expect(buffers.lentBytes).toBe(12 * KIB);
    read(reads, 5 * KIB);

    expect([buffers.lentBytes, buffers.spareBytes]).toEqual([8 * KIB, 4 * KIB]);
  });

  it('get back all at the end, once', () => {
    const buffers = new ReadBuffers();
    const reads = new AdaptiveReads(buffers);
    reads.consumer = () => false;
    read(reads, 4 * KIB);

    reads.release();
    reads.release();

    expect(buffers.lentBytes).toBe(0);
    expect(buffers.spareBytes).toBe(12 * KIB);
  });

  it('say how far it may grow', () => {
    const buffers = new ReadBuffers();
    jest.spyOn(buffers, 'affords').mockImplementation((size) => size <= 16 * KIB);
    const reads = new AdaptiveReads(buffers);
    reads.consumer = () => true;

    expect(grow(reads)).toBe(16 * KIB);
  });
});

describe('the consumer', () => {
  it('is lent exactly the bytes that were read, and decides whether reading goes on', () => {
    const reads = new AdaptiveReads();
    const answers = [true, false];
    const lent: Uint8Array[] = [];
    reads.consumer = (chunk) => {
      lent.push(chunk);
      return answers.shift() ?? true;
    };
    const buffer = reads.buffer();
    buffer.write('hello');

    expect([reads.callback(5, buffer), reads.callback(2, buffer)]).toEqual([true, false]);

    expect(lent.map((chunk) => Buffer.from(chunk).toString())).toEqual(['hello', 'he']);
    expect(lent[0]?.buffer).toBe(buffer.buffer);
  });

  it('must be there before anything is read', () => {
    const reads = new AdaptiveReads();

    expect(() => reads.callback(1, reads.buffer())).toThrow('before it had a consumer');
  });

  it('has its bytes to itself until it resumes the socket, though more have arrived', async () => {
    const sent = randomBytes(16 * 1024 * KIB);
    const { server, port } = await listenOnLoopback((socket) => socket.end(sent));
    closing(() => server.close());
    const reads = new AdaptiveReads();
    const kept: Buffer[] = [];
    let intact = true;
    const socket = await new Promise<Socket>((resolve, reject) => {
      dial({ host: '127.0.0.1', port }, { timeoutMs: 10_000, reads }, (outcome) => {
        if (!outcome.ok) {
          reject(new Error(outcome.reason));
          return;
        }
        const { socket } = outcome;
        reads.consumer = (lent) => {
          const copy = Buffer.from(lent);
          void sleep(5).then(() => {
            intact &&= copy.equals(lent);
            kept.push(copy);
            socket.resume();
          });
          return false;
        };
        resolve(socket);
      });
    });
    closing(() => socket.destroy());

    await once(socket, 'end');

    expect(intact).toBe(true);
    expect(Buffer.concat(kept).equals(sent)).toBe(true);
    expect(Math.max(...kept.map(({ length }) => length))).toBeGreaterThan(64 * KIB);
  });
});
