import { createCipheriv } from 'node:crypto';
import { seededRandom } from '../seeded-random.js';
import type { Wire } from './wire.js';

const MAX_PIECE = 10_007;

/**
 * That many bytes, the same for the same seed, in which no stretch comes twice: the key stream of a cipher, which is quick
 * enough not to hold up the event loop.
 */
export function seededBytes(seed: number, length: number): Buffer {
  const key = Buffer.alloc(16);
  key.writeUInt32LE(seed);
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length));
}

/** Says them in pieces of 1 to 10,007 bytes, each a write of its own. */
export async function writeInPieces(wire: Wire, bytes: Buffer, seed: number): Promise<void> {
  const random = seededRandom(seed);
  for (let from = 0; from < bytes.length;) {
    const to = from + 1 + Math.floor(random() * MAX_PIECE);
    if (!(await wire.write(bytes.subarray(from, to)))) return;
    from = to;
  }
}
