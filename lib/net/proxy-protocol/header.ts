import type { Address } from '../address.js';

/** The versions of the PROXY protocol: a line of text, or binary. */
export const PROXY_VERSIONS = ['v1', 'v2'] as const;
export type ProxyVersion = (typeof PROXY_VERSIONS)[number];

/** Both ends of a proxied connection; hosts are IP addresses in plain form. */
export interface ProxiedAddresses {
  /** The client. */
  readonly source: Address;
  /** The address that the client connected to. */
  readonly destination: Address;
}

/** A header that was read. */
export interface ProxyHeader {
  readonly version: ProxyVersion;
  /** Bytes of the header; what follows is the client's. */
  readonly length: number;
  /**
   * Undefined where the header names none: LOCAL, UNKNOWN, or a family other than IPv4 and IPv6. The socket's own
   * addresses hold then.
   */
  readonly addresses: ProxiedAddresses | undefined;
}

export type ProxyHeaderResult =
  | { readonly state: 'complete'; readonly header: ProxyHeader }
  /** It may still become one: read more. */
  | { readonly state: 'incomplete' }
  /** It never will. */
  | { readonly state: 'invalid'; readonly reason: string };

export const INCOMPLETE: ProxyHeaderResult = { state: 'incomplete' };

export function complete(header: ProxyHeader): ProxyHeaderResult {
  return { state: 'complete', header };
}

export function invalid(reason: string): ProxyHeaderResult {
  return { state: 'invalid', reason };
}
