import { optionError } from '../errors.js';
import { formatAddress, type Address } from '../net/address.js';
import { reachesListener } from '../net/own-address.js';

/** @throws LbsimError `ERR_OPTION_INVALID` when none was given */
export function neededTarget(to: Address | undefined): Address {
  if (to === undefined)
    throw optionError("mode 'forward' has nothing to forward to: give to, such as 127.0.0.1:6379");
  return to;
}

/**
 * Refuses to forward to the listener itself: each client would make another one, without end.
 *
 * @param own - where the server listens
 * @param ips - the addresses of the target's host
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function refuseForwardToItself(own: Address, to: Address, ips: readonly string[]): void {
  if (!ips.some((host) => reachesListener(own, { host, port: to.port }))) return;
  throw optionError(
    `to ${formatAddress(to)} is this server itself, which listens on ${formatAddress(own)}: give the address of a service, or listen on another port`,
  );
}
