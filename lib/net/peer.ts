import type { Socket } from 'node:net';
import { formatAddress, plainIp, type Address } from './address.js';
import type { ProxiedAddresses } from './proxy-protocol.js';

/** Who is at the other end of an accepted socket. */
export interface Peer {
  readonly ip: string;
  readonly port: number;
  /** `address:port`. */
  readonly name: string;
  /** The address it connected to, where that was a proxy in front of this process. */
  readonly destination?: Address;
}

/** Our end of a connection. */
export function localOf({ localAddress = '::', localPort: port = 0 }: Socket): Address {
  return { host: plainIp(localAddress), port };
}

/** @returns undefined when the peer has left already, so that nobody can tell any more who it was */
export function peerOf({ remoteAddress, remotePort: port }: Socket): Peer | undefined {
  if (remoteAddress === undefined || port === undefined) return undefined;
  const ip = plainIp(remoteAddress);
  return { ip, port, name: formatAddress({ host: ip, port }) };
}

/** The peer behind a proxy. */
export function proxiedPeer({ source, destination }: ProxiedAddresses): Peer {
  return { ip: source.host, port: source.port, name: formatAddress(source), destination };
}

/** Both ends of a peer's connection, as the next process is told of them. @param local - our end of it */
export function endsOf({ ip, port, destination }: Peer, local: Address): ProxiedAddresses {
  return { source: { host: ip, port }, destination: destination ?? local };
}
