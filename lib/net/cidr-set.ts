import { BlockList, isIP, SocketAddress } from 'node:net';
import { optionError } from '../errors.js';
import type { Kind } from '../schema/kind.js';
import { list } from '../schema/list.js';
import { plainIp } from './address.js';

const BITS = { 4: 32, 6: 128 } as const;
const FAMILY = { 4: 'ipv4', 6: 'ipv6' } as const;
const CIDR = /^([^/]+)(?:\/(\d{1,3}))?$/;
/** Bits of the prefix of IPv4-mapped IPv6 addresses, ::ffff:0:0/96 (RFC 4291, 2.5.5.2). */
const MAPPED_BITS = BITS[6] - BITS[4];

/**
 * A set of IP addresses, given as networks in CIDR notation (RFC 4632): `10.0.0.0/8`, `fd00::/8`, `192.0.2.7`.
 * IPv4-mapped IPv6 addresses are IPv4, in networks and in what is looked up: `::ffff:192.0.2.0/120` is `192.0.2.0/24`. An
 * IPv6 network such as `::/0`, though it contains all of them, is of IPv6 only.
 */
export class CidrSet {
  /** Networks in it. */
  readonly size: number;
  /** One for each version: a list of both takes IPv4 for a part of IPv6. */
  readonly #lists = { ipv4: new BlockList(), ipv6: new BlockList() };

  /** @throws LbsimError `ERR_OPTION_INVALID` for what is no network */
  constructor(cidrs: readonly string[]) {
    this.size = cidrs.length;
    for (const cidr of cidrs) this.#add(cidr);
  }

  /** @param ip - IPv4 or IPv6, the latter perhaps with a zone: `fe80::1%eth0` */
  has(ip: string): boolean {
    if (this.size === 0) return false;
    const [written = ip] = ip.split('%');
    const address = unmapped(written) ?? written;
    const family = address.includes(':') ? 'ipv6' : 'ipv4';
    return this.#lists[family].check(address, family);
  }

  #add(cidr: string): void {
    const [, network = '', bits] = CIDR.exec(cidr) ?? [];
    const version = isIP(network);
    if ((version !== 4 && version !== 6) || network.includes('%') || Number(bits ?? 0) > BITS[version])
      throw optionError(
        `'${cidr}' is not a network: use CIDR notation such as 10.0.0.0/8, fd00::/8 or 192.0.2.7`,
      );
    const prefix = Number(bits ?? BITS[version]);
    const ipv4 = unmapped(network);
    if (ipv4 === undefined) {
      this.#lists[FAMILY[version]].addSubnet(network, prefix, FAMILY[version]);
      return;
    }
    if (prefix < MAPPED_BITS)
      throw optionError(
        `'${cidr}' is not a network: an IPv4-mapped one has a prefix of ${MAPPED_BITS} or more: use IPv4, such as ${ipv4}/${Math.min(prefix, BITS[4])}`,
      );
    this.#lists.ipv4.addSubnet(ipv4, prefix - MAPPED_BITS, 'ipv4');
  }
}

/** The IPv4 address that an IPv6 address is mapped from, in any notation: `::ffff:c000:207`, `0:0:0:0:0:FFFF:192.0.2.7`. */
function unmapped(address: string): string | undefined {
  if (!address.includes(':')) return undefined;
  const plain = plainIp(new SocketAddress({ address, family: 'ipv6' }).address);
  return plain.includes(':') ? undefined : plain;
}

/** Networks in CIDR notation, comma-separated. */
export const networks: Kind<readonly string[], ''> = {
  ...list('networks in CIDR notation', (text: string) => {
    new CidrSet([text]);
    return text;
  }),
  check: (_, cidrs) => void new CidrSet(cidrs),
};
