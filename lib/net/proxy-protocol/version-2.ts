import type { Address } from '../address.js';
import { inOneFamily, plainAddress } from './endpoints.js';
import { complete, INCOMPLETE, invalid, type ProxiedAddresses, type ProxyHeaderResult } from './header.js';
import { ipv6FromBytes, ipv6ToBytes } from './ipv6-bytes.js';

const SIGNATURE = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');
/** Signature, version and command, family and transport, length of the rest. */
const FIXED = 16;
/** Bytes of the longest header taken, TLVs and all, as in nginx. */
const LONGEST = 4096;
/** Version 2 in the high half of the byte, the command in the low one. */
const LOCAL = 0x20;
const PROXY = 0x21;
/** The high half of a byte whose low half is the transport: UNSPEC, STREAM or DGRAM. */
const INET = 1;
const INET6 = 2;
const UNIX = 3;
const DGRAM = 2;
const TCP = { 4: 0x11, 6: 0x21 } as const;
/** Bytes of one IP address, by family. */
const IP_BYTES: Readonly<Partial<Record<number, 4 | 16>>> = { [INET]: 4, [INET6]: 16 };

/** Whether the bytes are the signature, or the beginning of it. */
export function beginsVersion2(bytes: Buffer): boolean {
  const begun = Math.min(bytes.length, SIGNATURE.length);
  return begun > 0 && bytes.compare(SIGNATURE, 0, begun, 0, begun) === 0;
}

/** Version 2: binary; what follows the addresses (TLVs) is skipped. @param bytes - that begin as version 2 does */
export function parseVersion2(bytes: Buffer): ProxyHeaderResult {
  const command = bytes[12] ?? LOCAL;
  if (command !== LOCAL && command !== PROXY) return invalid(`unknown version or command: ${hex(command)}`);
  // What LOCAL brings with it is skipped, be it what it may.
  const kind = command === PROXY ? (bytes[13] ?? 0) : 0;
  const family = kind >> 4;
  if (family > UNIX || (kind & 0xf) > DGRAM) return invalid(`unknown family or transport: ${hex(kind)}`);
  if (bytes.length < FIXED) return INCOMPLETE;

  const length = FIXED + bytes.readUInt16BE(FIXED - 2);
  const ipBytes = IP_BYTES[family];
  if (length > LONGEST) return invalid(`oversize: ${length} bytes, at most ${LONGEST} are taken`);
  if (ipBytes !== undefined && length < FIXED + 2 * (ipBytes + 2))
    return invalid(`${length} bytes are too few for its addresses`);
  if (bytes.length < length) return INCOMPLETE;
  const addresses = ipBytes && readAddresses(bytes.subarray(FIXED, length), ipBytes);
  return complete({ version: 'v2', length, addresses });
}

/** @param block - both hosts, then both ports */
function readAddresses(block: Buffer, ipBytes: 4 | 16): ProxiedAddresses {
  const read = (nth: 0 | 1): Address => {
    const ip = block.subarray(nth * ipBytes, (nth + 1) * ipBytes);
    const port = block.readUInt16BE(2 * (ipBytes + nth));
    return plainAddress({ host: ipBytes === 4 ? ip.join('.') : ipv6FromBytes(ip), port });
  };
  return { source: read(0), destination: read(1) };
}

export function formatVersion2(addresses: ProxiedAddresses | undefined): Buffer {
  if (addresses === undefined) return Buffer.from([...SIGNATURE, LOCAL, 0, 0, 0]);
  const { family, source, destination } = inOneFamily(addresses);
  const ipToBytes = family === 4 ? ipv4ToBytes : ipv6ToBytes;
  const block = [
    ...[source, destination].flatMap(({ host }) => [...ipToBytes(host)]),
    ...[source, destination].flatMap(({ port }) => [port >> 8, port & 0xff]),
  ];
  return Buffer.from([...SIGNATURE, PROXY, TCP[family], 0, block.length, ...block]);
}

function ipv4ToBytes(ip: string): Iterable<number> {
  return ip.split('.').map(Number);
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}
