import { describe, expect, it } from '@jest/globals';
import { formatBytes, formatMs } from '../lib/units.js';

describe('units', () => {
  it.each([
    [0, '0 ms'],
    [0.42, '0.4 ms'],
    [3, '3 ms'],
    [12.6, '13 ms'],
    [999, '999 ms'],
    [1000, '1.0 s'],
    [3210, '3.2 s'],
    [59_949, '59.9 s'],
    [59_960, '1m'],
    [237_000, '3m 57s'],
    [3_599_700, '1h'],
    [7_530_000, '2h 6m'],
    [90_000_000, '1d 1h'],
    [86_400_000, '1d'],
  ])('writes %d ms as %s', (ms, text) => expect(formatMs(ms)).toBe(text));

  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [1.5 * 1024 ** 2, '1.5 MiB'],
    [5 * 1024 ** 4, '5120.0 GiB'],
  ])('writes %d bytes as %s', (amount, text) => expect(formatBytes(amount)).toBe(text));
});
