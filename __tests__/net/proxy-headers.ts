import type { ProxiedAddresses } from '../../lib/net/proxy-protocol.js';

export const SIGNATURE = '0d0a0d0a000d0a515549540a';

/** Version 2, written as hexadecimal after its signature; spaces are for the reader. */
export function v2(hex: string): Buffer {
  return Buffer.from(SIGNATURE + hex.replaceAll(' ', ''), 'hex');
}

export function between(source: string, destination: string, from = 56324, to = 443): ProxiedAddresses {
  return { source: { host: source, port: from }, destination: { host: destination, port: to } };
}

const LONGEST_6 = 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff';
const LOOPBACK_6 = `${'00'.repeat(15)}01`;

/** Headers that are valid, what they name, and where they come from. */
export const VALID: readonly {
  readonly title: string;
  readonly bytes: Buffer;
  readonly addresses: ProxiedAddresses | undefined;
}[] = [
  {
    title: 'the example of the specification',
    bytes: Buffer.from('PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n'),
    addresses: between('192.168.0.1', '192.168.0.11'),
  },
  {
    title: 'the longest line of TCP over IPv4 in the specification',
    bytes: Buffer.from('PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n'),
    addresses: between('255.255.255.255', '255.255.255.255', 65535, 65535),
  },
  {
    title: 'the longest line of TCP over IPv6 in the specification',
    bytes: Buffer.from(`PROXY TCP6 ${LONGEST_6} ${LONGEST_6} 65535 65535\r\n`),
    addresses: between(LONGEST_6, LONGEST_6, 65535, 65535),
  },
  {
    title: 'the short UNKNOWN of the specification',
    bytes: Buffer.from('PROXY UNKNOWN\r\n'),
    addresses: undefined,
  },
  {
    title: 'the worst case of the specification, 107 bytes',
    bytes: Buffer.from(`PROXY UNKNOWN ${LONGEST_6} ${LONGEST_6} 65535 65535\r\n`),
    addresses: undefined,
  },
  {
    title: 'IPv6 of version 1 in upper case and in full',
    bytes: Buffer.from('PROXY TCP6 2001:0DB8:0000:0000:0000:0000:0000:000A fe80::1 0 1\r\n'),
    addresses: between('2001:db8::a', 'fe80::1', 0, 1),
  },
  {
    title: 'version 1 with IPv4 mapped to IPv6',
    bytes: Buffer.from('PROXY TCP6 ::ffff:192.0.2.1 2001:db8::1 56324 443\r\n'),
    addresses: between('192.0.2.1', '2001:db8::1'),
  },
  {
    title: "HAProxy 2.6's version 1 of IPv6",
    bytes: Buffer.from('PROXY TCP6 ::1 ::1 39286 28903\r\n'),
    addresses: between('::1', '::1', 39286, 28903),
  },
  {
    title: "HAProxy 2.6's version 2 of IPv4",
    bytes: v2('21 11 000c 7f000001 7f000001 914e 70e6'),
    addresses: between('127.0.0.1', '127.0.0.1', 0x914e, 0x70e6),
  },
  {
    title: "HAProxy 2.6's version 2 of IPv6",
    bytes: v2(`21 21 0024 ${LOOPBACK_6} ${LOOPBACK_6} cf4a 70e8`),
    addresses: between('::1', '::1', 0xcf4a, 0x70e8),
  },
  {
    title: "HAProxy 2.6's version 2 with the TLVs crc32c and unique-id",
    bytes: v2('21 11 001d 7f000001 7f000001 eae0 70e9 03 0004 674f77fc 05 0007 6c6273696d2d34'),
    addresses: between('127.0.0.1', '127.0.0.1', 0xeae0, 0x70e9),
  },
  {
    title: 'version 2 of UDP',
    bytes: v2('21 12 000c c0000201 c0000202 0035 0036'),
    addresses: between('192.0.2.1', '192.0.2.2', 0x35, 0x36),
  },
  {
    title: 'version 2 with IPv4 mapped to IPv6',
    bytes: v2(`21 21 0024 ${'00'.repeat(10)}ffff c0000201 20010db8${'00'.repeat(11)}01 dc04 01bb`),
    addresses: between('192.0.2.1', '2001:db8::1'),
  },
  { title: 'LOCAL', bytes: v2('20 00 0000'), addresses: undefined },
  {
    title: 'LOCAL with addresses',
    bytes: v2('20 11 000c c0000201 c0000202 0035 0036'),
    addresses: undefined,
  },
  { title: 'LOCAL with a family of its own', bytes: v2('20 ff 0003 aabbcc'), addresses: undefined },
  { title: 'an unspecified family', bytes: v2('21 00 0000'), addresses: undefined },
  { title: 'a UNIX socket', bytes: v2(`21 31 00d8 ${'61'.repeat(216)}`), addresses: undefined },
  {
    title: 'version 2 of 4096 bytes, the most that is taken',
    bytes: v2(`21 11 0ff0 c0000201 c0000202 dc04 01bb ${'00'.repeat(4068)}`),
    addresses: between('192.0.2.1', '192.0.2.2'),
  },
];
