import { isIP, isIPv4, SocketAddress } from 'node:net';
import { optionError, outOfRange } from '../../errors.js';
import { plainIp, type Address } from '../address.js';
import type { ProxiedAddresses } from './header.js';

/** Two ends of one family, as a header writes them. */
export interface Endpoints extends ProxiedAddresses {
  readonly family: 4 | 6;
}

/**
 * The ends in the family that fits both: IPv6 if either is, the other then as `::ffff:192.0.2.1`.
 *
 * @throws as {@link plainAddress} does
 */
export function inOneFamily(addresses: ProxiedAddresses): Endpoints {
  const source = plainAddress(addresses.source);
  const destination = plainAddress(addresses.destination);
  if (isIPv4(source.host) && isIPv4(destination.host)) return { family: 4, source, destination };
  return { family: 6, source: asIpv6(source), destination: asIpv6(destination) };
}

/**
 * An address in plain form: IPv6 as RFC 5952 and the addresses of Node's sockets have it, without a zone; IPv4 that is
 * mapped to IPv6 as IPv4. So one client has one name, however its proxy spells it.
 *
 * @throws LbsimError `ERR_OPTION_INVALID` for a host that is no IP address, a port that is not 0 to 65535
 */
export function plainAddress({ host, port }: Address): Address {
  const version = isIP(host);
  if (version === 0) throw optionError(`'${host}' is not an IP address: look its name up first`);
  if (port !== (port & 0xffff)) throw outOfRange('port', port, '0 to 65535');
  if (version === 4) return { host, port };
  return { host: plainIp(new SocketAddress({ address: host, family: 'ipv6' }).address), port };
}

function asIpv6({ host, port }: Address): Address {
  return { host: isIPv4(host) ? `::ffff:${host}` : host, port };
}
