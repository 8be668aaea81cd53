import { describe, expect, it } from '@jest/globals';
import { LARGEST_BUFFER, ReadBuffers, SMALLEST_BUFFER } from '../../lib/net/read-buffers.js';

const MIB = 1024 * 1024;

/** The largest size that is to be had now. */
function ceiling(buffers: ReadBuffers): number {
  let size = LARGEST_BUFFER;
  while (size > SMALLEST_BUFFER && !buffers.affords(size)) size /= 2;
  return size;
}

describe('read buffers', () => {
  it('hand out again what was given back, and only for its own size', () => {
    const buffers = new ReadBuffers();
    const buffer = buffers.take(8192);
    buffers.giveBack(buffer);

    expect(buffers.take(4096)).toHaveLength(4096);
    expect(buffers.take(8192)).toBe(buffer);
    expect(buffers.take(8192)).not.toBe(buffer);
  });

  it('count the bytes that are lent and those that are spare', () => {
    const buffers = new ReadBuffers();
    const small = buffers.take(4096);
    buffers.take(LARGEST_BUFFER);
    expect([buffers.lentBytes, buffers.spareBytes]).toEqual([4096 + LARGEST_BUFFER, 0]);

    buffers.giveBack(small);

    expect([buffers.lentBytes, buffers.spareBytes]).toEqual([LARGEST_BUFFER, 4096]);
  });

  it('keep no more than 16 MiB spare', () => {
    const buffers = new ReadBuffers();
    const taken = Array.from({ length: 40 }, () => buffers.take(LARGEST_BUFFER));

    for (const buffer of taken) buffers.giveBack(buffer);

    expect(buffers.spareBytes).toBe(16 * MIB);
    expect(buffers.lentBytes).toBe(0);
  });

  it('allow one busy connection the largest, and none more than that', () => {
    const buffers = new ReadBuffers();

    expect(buffers.affords(LARGEST_BUFFER)).toBe(true);
    expect(buffers.affords(LARGEST_BUFFER * 2)).toBe(false);
  });

  it('allow the less the more are lent, so that all together stay within 256 MiB', () => {
    const buffers = new ReadBuffers();
    const ceilings: number[] = [];

    for (let size = ceiling(buffers); size > SMALLEST_BUFFER; size = ceiling(buffers)) {
      if (size !== ceilings.at(-1)) ceilings.push(size);
      // Only accounted for: a buffer that was never lent is given to whoever asks, without being touched.
      buffers.take(size);
      expect(buffers.lentBytes).toBeLessThanOrEqual(256 * MIB);
    }

    expect(ceilings).toEqual([512, 256, 128, 64, 32, 16, 8, 4, 2].map((kib) => kib * 1024));
  });
});
