import { describe, expect, it } from '@jest/globals';
import { mix, murmur3 } from '../../../lib/schedulers/hashing/hash.js';

describe('murmur3', () => {
  it.each([
    ['', 0, 0],
    ['', 1, 0x514e28b7],
    ['', 0xffffffff, 0x81f16f39],
    ['\0\0\0\0', 0, 0x2362f9de],
    ['\0', 0, 0x514e28b7],
    ['abc', 0, 0xb3dd93fa],
    ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', 0, 0xee925b90],
    ['aaaa', 0x9747b28c, 0x5a97808a],
    ['aaa', 0x9747b28c, 0x283e0130],
    ['aa', 0x9747b28c, 0x5d211726],
    ['a', 0x9747b28c, 0x7fa09ea6],
    ['Hello, world!', 0x9747b28c, 0x24884cba],
    ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
    ['a'.repeat(256), 0x9747b28c, 0x37405bdc],
  ])('of %j with seed %i is the published %i', (text, seed, hash) => {
    expect(murmur3(text, seed)).toBe(hash);
  });

  it('is taken of the UTF-8 bytes of what is not ASCII', () => {
    expect(murmur3('ππππππππ', 0x9747b28c)).toBe(0xd58063c1);
  });
});

describe('mix', () => {
  it.each([
    [0xffffffff, 0, 0x76293b50],
    [0x87654321, 0, 0xf55b516b],
    [0x87654321, 0x5082edee, 0x2362f9de],
    [0, 0, 0x2362f9de],
  ])('of the bytes of %i with seed %i is the published %i', (value, seed, hash) => {
    expect(mix(value, seed)).toBe(hash);
  });

  it('gives different numbers different hashes', () => {
    const hashes = new Set(Array.from({ length: 100_000 }, (_, value) => mix(value, 7)));
    expect(hashes.size).toBe(100_000);
  });
});
