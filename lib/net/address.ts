import { isIP, SocketAddress } from 'node:net';

/** Where to listen or to dial. */
export interface Address {
  /** An IP address or a host name; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

/** `127.0.0.1:8080`, `[::1]:8080`. */
export function formatAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * An IP address as the system writes it, so that there is one text for each: `2001:db8::1`, and `192.0.2.1` for
 * `::ffff:192.0.2.1`. Whatever is none stays as it is.
 */
export function canonicalIp(text: string): string {
  const [ip = '', zone] = text.split('%', 2);
  if (isIP(ip) !== 6) return text;
  const { address } = new SocketAddress({ address: ip, family: 'ipv6' });
  return plainIp(zone === undefined ? address : `${address}%${zone}`);
}

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** The peer's plain address: a dual-stack listener sees IPv4 clients as `::ffff:192.0.2.1`. */
export function plainIp(address: string): string {
  return (address.startsWith(':') ? MAPPED_IPV4.exec(address)?.[1] : undefined) ?? address;
}
