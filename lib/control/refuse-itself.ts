import { isIP } from 'node:net';
import { optionError } from '../errors.js';
import { formatAddress, type Address } from '../net/address.js';
import { reachesListener } from '../net/own-address.js';

/** Names that are loopback on every machine (RFC 6761, section 6.3). */
const LOCALHOST = /^(.+\.)?localhost\.?$/i;

/** Where a backend is, as far as that is known before its host is looked up. */
export function addressesAtOnce({ host, port }: Address): readonly Address[] {
  const ips = LOCALHOST.test(host) ? ['127.0.0.1', '::1'] : isIP(host) === 0 ? [] : [host];
  return ips.map((ip) => ({ host: ip, port }));
}

/**
 * Refuses a backend that is this balancer.
 *
 * @param own - where it listens
 * @param name - of the backend
 * @param addresses - where the backend is, as far as that is known
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function refuseItself(own: Address, name: string, addresses: readonly Address[]): void {
  const itself = addresses.find((address) => reachesListener(own, address));
  if (itself === undefined) return;
  throw optionError(
    `backend ${name} at ${formatAddress(itself)} is this balancer itself, which listens on ${formatAddress(own)}: give the address of a backend, or listen on another port`,
  );
}
