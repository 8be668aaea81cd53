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

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** The peer's plain address: a dual-stack listener sees IPv4 clients as `::ffff:192.0.2.1`. */
export function plainIp(address: string): string {
  return (address.startsWith(':') ? MAPPED_IPV4.exec(address)?.[1] : undefined) ?? address;
}
