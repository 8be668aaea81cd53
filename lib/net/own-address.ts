import { networkInterfaces } from 'node:os';
import { isIPv4 } from 'node:net';
import { plainIp, type Address } from './address.js';

/**
 * Whether a connection to the target reaches a listener of this machine.
 *
 * @param listener - the IP address and port where it listens
 * @param target - an IP address and a port
 * @param isLocal - whether an IP address is one of this machine's
 */
export function reachesListener(
  listener: Address,
  target: Address,
  isLocal: (ip: string) => boolean = isLocalIp,
): boolean {
  if (listener.port !== target.port) return false;
  const bound = canonicalIp(listener.host);
  const ip = canonicalIp(target.host);
  // To connect to no address in particular is to connect to loopback.
  const wanted = ip === '0.0.0.0' ? '127.0.0.1' : ip === '::' ? '::1' : ip;
  if (bound === wanted) return true;
  if (bound === '0.0.0.0') return isIPv4(wanted) && isLocal(wanted);
  return bound === '::' && isLocal(wanted); // takes IPv4 too
}

function isLocalIp(ip: string): boolean {
  if (ip.startsWith('127.') && isIPv4(ip)) return true;
  const own = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses);
  return own.some(({ address }) => canonicalIp(address) === withoutZone(ip));
}

/**
 * One spelling for each address: `::ffff:127.0.0.1` is `127.0.0.1`, `0:0::1` is `::1`. A zone is part of a link-local
 * address only: of any other the kernel ignores it.
 */
function canonicalIp(ip: string): string {
  if (isIPv4(ip)) return ip;
  try {
    const shortest = new URL(`http://[${withoutZone(ip)}]`).hostname.slice(1, -1);
    const zone = LINK_LOCAL.test(shortest) ? zoneOf(ip) : undefined;
    return zone === undefined ? plainIp(dotted(shortest)) : `${shortest}%${zone}`;
  } catch {
    return ip;
  }
}

/** fe80::/10, as `URL` writes it. */
const LINK_LOCAL = /^fe[89ab][0-9a-f]:/;

/** The name of the interface that the address is of, also where its number is given. */
function zoneOf(ip: string): string | undefined {
  const zone = /%(.*)$/.exec(ip)?.[1];
  if (zone === undefined || !/^\d+$/.test(zone)) return zone;
  const ofThatNumber = Object.entries(networkInterfaces()).find(([, addresses = []]) =>
    addresses.some((address) => address.family === 'IPv6' && address.scopeid === Number(zone)),
  );
  return ofThatNumber?.[0] ?? zone;
}

/** `::ffff:7f00:1` → `::ffff:127.0.0.1`. */
function dotted(ip: string): string {
  const [, high, low] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(ip) ?? [];
  if (high === undefined || low === undefined) return ip;
  const bytes = [high, low].flatMap((word) => [parseInt(word, 16) >> 8, parseInt(word, 16) & 255]);
  return `::ffff:${bytes.join('.')}`;
}

function withoutZone(ip: string): string {
  return ip.replace(/%.*$/, '');
}
