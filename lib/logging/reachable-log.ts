import { nameList } from '../names.js';
import { formatAddress, type Address } from '../net/address.js';
import { reachableAddresses, type Interfaces } from '../net/reachable-addresses.js';
import type { Log } from './logger.js';

/** Of one that listens on all addresses, logs the addresses that other machines can use. */
export function logReachable(
  listener: { on(event: 'listening', heard: (address: Address) => void): unknown },
  log: Log,
  interfaces?: Interfaces,
): void {
  listener.on('listening', (address) => {
    const addresses = reachableAddresses(address, interfaces)?.map(formatAddress);
    if (addresses === undefined) return;
    const message =
      addresses.length === 0
        ? 'no network interface is up: only this machine can connect'
        : `from other machines: ${nameList(addresses)}`;
    log({ level: 'info', event: 'reachable_at', message, fields: { addresses } });
  });
}
