import { optionError } from '../errors.js';
import type { BackendAddresses } from '../health/backend-addresses.js';
import { formatAddress, type Address } from '../net/address.js';
import { reachesListener } from '../net/own-address.js';
import type { Backend } from '../routing/backend.js';

/**
 * Refuses backends that are this balancer.
 *
 * @param own - where it listens
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function refuseItself(own: Address, backends: readonly Backend[], addresses: BackendAddresses): void {
  for (const backend of backends) {
    const itself = addresses.of(backend).addresses.find((address) => reachesListener(own, address));
    if (itself === undefined) continue;
    throw optionError(
      `backend ${backend.name} at ${formatAddress(itself)} is this balancer itself, which listens on ${formatAddress(own)}: give the address of a backend, or listen on another port`,
    );
  }
}
