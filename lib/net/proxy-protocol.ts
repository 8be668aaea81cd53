import type { ProxiedAddresses, ProxyHeaderResult, ProxyVersion } from './proxy-protocol/header.js';
import { formatVersion1, parseVersion1 } from './proxy-protocol/version-1.js';
import { beginsVersion2, formatVersion2, parseVersion2 } from './proxy-protocol/version-2.js';

export {
  PROXY_VERSIONS,
  type ProxiedAddresses,
  type ProxyHeader,
  type ProxyHeaderResult,
  type ProxyVersion,
} from './proxy-protocol/header.js';

/**
 * Reads the header, of either version, that a proxy puts before a client's bytes.
 *
 * W. Tarreau, "The PROXY protocol, Versions 1 & 2", haproxy.org. The answer to a buffer that has grown is the same as
 * before, unless that was `incomplete`. At most 4096 bytes are needed for another answer.
 *
 * @param bytes - what has come so far, from the first byte of the connection on
 */
export function parseProxyHeader(bytes: Uint8Array): ProxyHeaderResult {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return beginsVersion2(buffer) ? parseVersion2(buffer) : parseVersion1(buffer);
}

/**
 * The header to send before the client's first byte. Both ends are written as IPv6 unless both are IPv4.
 *
 * @param addresses - undefined for a connection of our own, such as a probe: `PROXY UNKNOWN`, or LOCAL
 * @throws LbsimError `ERR_OPTION_INVALID` for a host that is no IP address, a port that is not 0 to 65535
 */
export function formatProxyHeader(version: ProxyVersion, addresses: ProxiedAddresses | undefined): Buffer {
  return version === 'v1' ? formatVersion1(addresses) : formatVersion2(addresses);
}
