import { highWord, lowWord } from '../../float-words.js';

const PRIME_A = 0x85ebca6b;
const PRIME_B = 0xc2b2ae35;

/**
 * A fingerprint of all that happened, in order: two runs with the same one took the same decisions at the same times.
 * Two lanes of 32 bits, each multiplied and rotated as in MurmurHash3 (Appleby, 2011); no cryptographic strength.
 */
export class TraceHash {
  #a = 0x9e3779b9;
  #b = 0x7f4a7c15;

  /** Takes in what happened when. @param what - an integer of 32 bits */
  add(time: number, what: number): void {
    this.addWords(lowWord(time), highWord(time));
    this.addWords(what, 0);
  }

  addWords(first: number, second: number): void {
    const a = Math.imul(this.#a ^ first, PRIME_A);
    const b = Math.imul(this.#b ^ second, PRIME_B);
    this.#a = (((a << 13) | (a >>> 19)) + b) | 0;
    this.#b = ((b << 17) | (b >>> 15)) ^ a;
  }

  /** 16 hexadecimal digits. */
  toString(): string {
    return hex(this.#a) + hex(this.#b);
  }
}

/** One fingerprint of several, in their order. That of a single one is itself. */
export function combinedHash(hashes: readonly string[]): string {
  const [only = ''] = hashes;
  if (hashes.length === 1) return only;
  const all = new TraceHash();
  for (const hash of hashes) all.addWords(parseInt(hash.slice(0, 8), 16), parseInt(hash.slice(8), 16));
  return all.toString();
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
