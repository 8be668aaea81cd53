import { BlockList, isIP } from 'node:net';
import { optionError } from '../errors.js';

const BITS = { 4: 32, 6: 128 } as const;
const FAMILY = { 4: 'ipv4', 6: 'ipv6' } as const;
const CIDR = /^([^/]+)(?:\/(\d{1,3}))?$/;

/** A set of IP addresses, given as networks in CIDR notation (RFC 4632): `10.0.0.0/8`, `fd00::/8`, `192.0.2.7`. */
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
    const [address = ip] = ip.split('%');
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
    const family = FAMILY[version];
    this.#lists[family].addSubnet(network, Number(bits ?? BITS[version]), family);
  }
}
