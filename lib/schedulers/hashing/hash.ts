// One look-up in the surroundings instead of five a hash.
const { imul } = Math;

const BLOCK_BYTES = 4;
const LAST_ASCII = 0x7f;

/**
 * MurmurHash3_x86_32 of a string's UTF-8 bytes: spreads well, and is easy to predict for an attacker. A. Appleby,
 * https://github.com/aappleby/smhasher, public domain.
 *
 * @param seed - 32 bits; each seed gives a hash that has nothing to do with the others
 * @returns an integer of 32 bits, not negative
 */
export function murmur3(text: string, seed = 0): number {
  const bytes = isAscii(text) ? text : utf8(text);
  const tail = bytes.length - (bytes.length % BLOCK_BYTES);
  let hash = seed;
  for (let at = 0; at < tail; at += BLOCK_BYTES) hash = absorb(hash, word(bytes, at));
  if (tail < bytes.length) hash ^= scramble(word(bytes, tail));
  return finish(hash, bytes.length);
}

/**
 * {@link murmur3} of a number of 32 bits, the lowest byte first. With one and the same seed, different numbers have
 * different hashes.
 */
export function mix(value: number, seed: number): number {
  return finish(absorb(seed, value), BLOCK_BYTES);
}

/** Four bytes as a number, the lowest first; what is past the end counts as zeros. */
function word(bytes: string, at: number): number {
  let value = 0;
  for (let byte = Math.min(BLOCK_BYTES, bytes.length - at) - 1; byte >= 0; byte--) {
    value = (value << 8) | bytes.charCodeAt(at + byte);
  }
  return value;
}

function absorb(hash: number, block: number): number {
  return (imul(rotate(hash ^ scramble(block), 13), 5) + 0xe6546b64) | 0;
}

function scramble(block: number): number {
  return imul(rotate(imul(block, 0xcc9e2d51), 15), 0x1b873593);
}

function finish(hash: number, length: number): number {
  let mixed = hash ^ length;
  mixed = imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > LAST_ASCII) return false;
  return true;
}

/** A string of which each character is a byte. */
function utf8(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
}
