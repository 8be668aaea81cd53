import { murmur3 } from './hash.js';

/**
 * What a member is known by where hashes are made of it: two independent hashes of its name. Among 10,000 names, two agree in
 * 32 bits once in 90 times, in both lanes never.
 */
export interface NameHash {
  readonly first: number;
  readonly second: number;
}

/** @returns integers of 32 bits, not negative */
export function hashName(name: string): NameHash {
  return { first: murmur3(name, 1), second: murmur3(name, 2) };
}
