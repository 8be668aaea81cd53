import { isIP } from 'node:net';
import { optionError } from '../errors.js';
import { formatAddress, type Address } from '../net/address.js';
import { reachesListener } from '../net/own-address.js';
import type { BackendSpec } from '../routing/backend.js';
import { nameOfSpec } from './name-of-spec.js';

/** Names that are loopback on every machine (RFC 6761, section 6.3). */
const LOCALHOST = /^(.+\.)?localhost\.?$/i;

/** Where a balancer listens, which none of its backends can be. */
export class OwnAddress {
  /** An IP address, and port 0 until it is known. */
  #own: Address = { host: '', port: 0 };

  set(known: Partial<Address>): void {
    this.#own = { ...this.#own, ...known };
  }

  /** As `host:port`; null until the port is known. */
  get text(): string | null {
    return this.#own.port === 0 ? null : formatAddress(this.#own);
  }

  isReachedBy(address: Address): boolean {
    return reachesListener(this.#own, address);
  }

  /**
   * Refuses a backend that is this balancer.
   *
   * @param addresses - where the backend is, as far as that is known
   * @throws LbsimError `ERR_OPTION_INVALID`
   */
  refuse(name: string, addresses: readonly Address[]): void {
    const refusal = this.#refusalOf(name, addresses);
    if (refusal !== undefined) throw optionError(refusal);
  }

  /** Same of one whose host has not been looked up yet. */
  refuseSpec(spec: BackendSpec): void {
    const refusal = this.refusalOf(spec);
    if (refusal !== undefined) throw optionError(refusal);
  }

  /** @returns why a backend whose host has not been looked up yet cannot be, if it is known to be this balancer */
  refusalOf(spec: BackendSpec): string | undefined {
    return this.#refusalOf(nameOfSpec(spec), addressesAtOnce(spec));
  }

  #refusalOf(name: string, addresses: readonly Address[]): string | undefined {
    const itself = addresses.find((address) => this.isReachedBy(address));
    if (itself === undefined) return undefined;
    return `backend ${name} at ${formatAddress(itself)} is this balancer itself, which listens on ${formatAddress(this.#own)}: give the address of a backend, or listen on another port`;
  }
}

/** Where a backend is, as far as that is known before its host is looked up. */
function addressesAtOnce({ host, port }: Address): readonly Address[] {
  const ips = LOCALHOST.test(host) ? ['127.0.0.1', '::1'] : isIP(host) === 0 ? [] : [host];
  return ips.map((ip) => ({ host: ip, port }));
}
