import { describe, expect, it } from '@jest/globals';
import { writeInPieces, seededBytes } from '../../lib/check/seeded-bytes.js';
import type { Wire } from '../../lib/check/wire.js';

describe('seeded bytes', () => {
  it('are the same for the same seed, and of any length', () => {
    expect(seededBytes(1, 1001).equals(seededBytes(1, 1001))).toBe(true);
    expect(seededBytes(1, 1001).equals(seededBytes(2, 1001))).toBe(false);
    expect([0, 1, 1001].map((length) => seededBytes(1, length).length)).toEqual([0, 1, 1001]);
  });

  it('are said in pieces of many sizes, in order', async () => {
    const pieces: Uint8Array[] = [];
    const write = (piece: Uint8Array): Promise<boolean> => Promise.resolve(pieces.push(piece) > 0);
    const bytes = seededBytes(1, 200_000);

    await writeInPieces({ write } as unknown as Wire, bytes, 1);

    expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
    expect(new Set(pieces.map(({ length }) => length)).size).toBeGreaterThan(20);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(10_007);
  });

  it('are said no more once the wire takes none', async () => {
    let said = 0;
    const write = (): Promise<boolean> => Promise.resolve(++said < 3);

    await writeInPieces({ write } as unknown as Wire, seededBytes(1, 200_000), 1);

    expect(said).toBe(3);
  });
});
