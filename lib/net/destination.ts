import { isIP } from 'node:net';
import type { Address } from './address.js';
import { systemLookup, type Lookup } from './resolve.js';

/** A host and a port to dial, and the IP addresses that the host has: first the one that was reached last. */
export class Destination implements Address {
  readonly host: string;
  readonly port: number;
  #addresses: readonly Address[] = [];

  constructor({ host, port }: Address, ips: readonly string[] = isIP(host) === 0 ? [] : [host]) {
    this.host = host;
    this.port = port;
    this.ordered(ips);
  }

  /** Looks the host up once. @throws LbsimError `ERR_HOST_NOT_FOUND` */
  static async of(address: Address, lookup: Lookup = systemLookup): Promise<Destination> {
    return new Destination(address, await lookup(address.host));
  }

  /** To be tried in this order; empty as long as the host does not resolve. */
  get addresses(): readonly Address[] {
    return this.#addresses;
  }

  /** Hosts of the addresses. */
  get ips(): readonly string[] {
    return this.#addresses.map(({ host }) => host);
  }

  /** The host has these addresses now. @returns whether it had others */
  resolved(ips: readonly string[]): boolean {
    const known = this.ips;
    if (ips.length === known.length && ips.every((ip) => known.includes(ip))) return false;
    const kept = known.filter((ip) => ips.includes(ip));
    const added = ips.filter((ip) => !known.includes(ip));
    this.ordered([...kept, ...added]);
    return true;
  }

  /** The host has these addresses now, to be tried in this order. */
  ordered(ips: readonly string[]): void {
    this.#addresses = ips.map((host) => ({ host, port: this.port }));
  }

  /** A connection to that address stood. @returns whether another had been the first to be tried */
  reached(address: Address): boolean {
    if (this.#addresses[0] === address || !this.#addresses.includes(address)) return false;
    this.#addresses = [address, ...this.#addresses.filter((other) => other !== address)];
    return true;
  }
}
