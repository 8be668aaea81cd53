import { isIPv6, SocketAddress } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Address } from '../../net/address.js';
import { AF_INET, AF_INET6 } from './constants.js';
import type { Memory } from './memory.js';

/** Bytes of a `sockaddr_in6`, the larger of the two. */
export const ADDRESS_BYTES = 28;
const V4_BYTES = 16;

/** Writes an IP address and a port for the kernel. @returns how many bytes that is, and of which family */
export function writeAddress(
  { host, port }: Address,
  to: Memory,
): { readonly length: number; readonly family: number } {
  const { bytes } = to;
  bytes.fill(0, 0, ADDRESS_BYTES);
  bytes[2] = port >> 8;
  bytes[3] = port & 0xff;
  if (!isIPv6(host)) {
    bytes[0] = AF_INET;
    host.split('.').forEach((part, index) => (bytes[4 + index] = Number(part)));
    return { length: V4_BYTES, family: AF_INET };
  }
  const [ip = '', zone] = host.split('%', 2);
  bytes[0] = AF_INET6;
  groupsOf(ip).forEach((group, index) => {
    bytes[8 + 2 * index] = group >> 8;
    bytes[9 + 2 * index] = group & 0xff;
  });
  if (zone !== undefined) to.u32[6] = scopeOf(zone);
  return { length: ADDRESS_BYTES, family: AF_INET6 };
}

/** Reads the port of an address that the kernel has written. */
export function readPort({ bytes }: Memory): number {
  return ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0);
}

/** Reads an address that the kernel has written. */
export function readAddress(from: Memory): Address {
  const { bytes, u32 } = from;
  const at = (index: number): number => bytes[index] ?? 0;
  const port = readPort(from);
  if (at(0) === AF_INET) return { host: `${at(4)}.${at(5)}.${at(6)}.${at(7)}`, port };
  const isMapped = bytes.subarray(8, 18).every((byte) => byte === 0) && at(18) === 0xff && at(19) === 0xff;
  if (isMapped) return { host: `${at(20)}.${at(21)}.${at(22)}.${at(23)}`, port };
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((at(8 + 2 * index) << 8) | at(9 + 2 * index)).toString(16),
  );
  const { address } = new SocketAddress({ address: groups.join(':'), family: 'ipv6' });
  const scope = u32[6] ?? 0;
  const isLinkLocal = at(8) === 0xfe && (at(9) & 0xc0) === 0x80;
  return { host: isLinkLocal && scope > 0 ? `${address}%${zoneOf(scope)}` : address, port };
}

/** The eight groups of an IPv6 address. */
function groupsOf(ip: string): number[] {
  const plain = ip.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a: string, b: string, c: string, d: string) =>
    [(Number(a) << 8) | Number(b), (Number(c) << 8) | Number(d)].map((group) => group.toString(16)).join(':'),
  );
  const [head = '', tail] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : new Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16));
}

function scopeOf(zone: string): number {
  const given = Number(zone);
  if (Number.isInteger(given)) return given;
  const known = networkInterfaces()[zone]?.find(({ family }) => family === 'IPv6');
  return known?.family === 'IPv6' ? known.scopeid : 0;
}

function zoneOf(scope: number): string {
  for (const [name, addresses = []] of Object.entries(networkInterfaces()))
    if (addresses.some((each) => each.family === 'IPv6' && each.scopeid === scope)) return name;
  return String(scope);
}
