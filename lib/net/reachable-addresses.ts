import { isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Address } from './address.js';

/** The part of the system's list of network interfaces that is needed. */
export type Interfaces = Readonly<
  Record<string, readonly { readonly address: string; readonly internal: boolean }[] | undefined>
>;

/**
 * Where other machines reach a listener on all addresses of this one: its IPv4 addresses, and with `::` its IPv6 addresses too.
 * Left out are those of link-local scope, which mean nothing without the zone that the other machine calls its network by.
 *
 * @returns undefined for a host that is not all addresses
 */
export function reachableAddresses(
  { host, port }: Address,
  interfaces: Interfaces = networkInterfaces(),
): Address[] | undefined {
  if (host !== '0.0.0.0' && host !== '::') return undefined;
  return Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(
      ({ address, internal }) => !internal && (isIPv4(address) || (host === '::' && !isLinkLocal(address))),
    )
    .map(({ address }) => ({ host: address, port }));
}

/** Of fe80::/10 (RFC 4291). */
function isLinkLocal(ipv6: string): boolean {
  return /^fe[89ab]/i.test(ipv6);
}
