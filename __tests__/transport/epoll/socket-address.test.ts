import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Memory } from '../../../lib/transport/epoll/memory.js';
import { ADDRESS_BYTES, readAddress, writeAddress } from '../../../lib/transport/epoll/socket-address.js';
import { runs } from '../../helpers/effort.js';

function memory(): Memory {
  const buffer = new ArrayBuffer(ADDRESS_BYTES);
  return {
    address: 0,
    bytes: new Uint8Array(buffer),
    i32: new Int32Array(buffer),
    u32: new Uint32Array(buffer),
  };
}

function roundTrip(host: string, port: number): { host: string; port: number } {
  const at = memory();
  writeAddress({ host, port }, at);
  return readAddress(at);
}

const port = fc.integer({ min: 0, max: 65535 });

describe('addresses of sockets', () => {
  it('are read as they were written: IPv4', () => {
    fc.assert(
      fc.property(fc.ipV4(), port, (host, port) => {
        expect(roundTrip(host, port)).toEqual({ host, port });
      }),
      { numRuns: runs(200) },
    );
  });

  it('are read as they were written, in the form of RFC 5952: IPv6', () => {
    fc.assert(
      fc.property(fc.ipV6(), port, (host, port) => {
        const read = roundTrip(host, port);
        // Written again it is the same address.
        expect(roundTrip(read.host, port)).toEqual(read);
        expect(read.port).toBe(port);
      }),
      { numRuns: runs(200) },
    );
  });

  it.each([
    ['::', '::'],
    ['::1', '::1'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8::1:0:0:1', '2001:db8::1:0:0:1'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['fe80::1%99', 'fe80::1%99'],
  ])('%s is %s', (given, read) => {
    expect(roundTrip(given, 80)).toEqual({ host: read, port: 80 });
  });

  it('have the bytes that the kernel expects', () => {
    const at = memory();
    expect(writeAddress({ host: '192.0.2.1', port: 0x1234 }, at)).toEqual({ length: 16, family: 2 });
    expect([...at.bytes.subarray(0, 8)]).toEqual([2, 0, 0x12, 0x34, 192, 0, 2, 1]);
    expect(writeAddress({ host: '::1', port: 1 }, at)).toEqual({ length: 28, family: 10 });
    expect([...at.bytes.subarray(0, 4)]).toEqual([10, 0, 0, 1]);
    expect(at.bytes[23]).toBe(1);
  });
});
