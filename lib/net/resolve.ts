import { isIP } from 'node:net';
import { LbsimError } from '../errors.js';
import { lookUp } from './lookup-process.js';

/** All IP addresses of a host name, in order of preference. It rejects when there are none. */
export type Lookup = (host: string) => Promise<readonly string[]>;

const LOOPBACK = ['127.0.0.1', '::1'];

/**
 * The addresses of a host as the system's resolver knows them, IPv4 and IPv6 by turns, IPv4 first. `localhost` is both
 * loopback addresses, whatever the resolver says (RFC 6761, 6.3).
 */
export const systemLookup: Lookup = async (host) => {
  if (isIP(host) !== 0) return [host];
  if (/^(?:.+\.)?localhost\.?$/i.test(host)) return LOOPBACK;
  if (host === '') throw notFound(host); // Node takes it for the local host
  try {
    const found = await lookUp(host);
    const [ipv4, ipv6] = [4, 6].map((family) => found.filter((one) => one.family === family));
    return byTurns(ipv4 ?? [], ipv6 ?? []).map(({ address }) => address);
  } catch (cause) {
    throw notFound(host, cause);
  }
};

/**
 * The IP address of a host, IPv4 where it has both.
 *
 * @throws LbsimError `ERR_HOST_NOT_FOUND`
 */
export async function resolveHost(host: string): Promise<string> {
  const [first] = await systemLookup(host);
  if (first === undefined) throw notFound(host);
  return first;
}

function byTurns<T>(first: readonly T[], second: readonly T[]): T[] {
  const length = Math.max(first.length, second.length);
  return Array.from({ length }, (_, index) => [
    ...first.slice(index, index + 1),
    ...second.slice(index, index + 1),
  ]).flat();
}

function notFound(host: string, cause?: unknown): LbsimError {
  return new LbsimError(
    'ERR_HOST_NOT_FOUND',
    `host '${host}' does not resolve: check the spelling, or give its IP address`,
    { cause },
  );
}
