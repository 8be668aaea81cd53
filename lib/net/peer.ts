import type { Socket } from 'node:net';
import { formatAddress, plainIp } from './address.js';

/** Who is at the other end of an accepted socket. */
export interface Peer {
  readonly ip: string;
  /** `address:port`. */
  readonly name: string;
}

/** @returns undefined when the peer has left already, so that nobody can tell any more who it was */
export function peerOf({ remoteAddress, remotePort }: Socket): Peer | undefined {
  if (remoteAddress === undefined || remotePort === undefined) return undefined;
  const ip = plainIp(remoteAddress);
  return { ip, name: formatAddress({ host: ip, port: remotePort }) };
}
