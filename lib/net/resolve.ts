import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { LbsimError } from '../errors.js';

/**
 * The IP address of a host, IPv4 where it has both. Asked once at the start, so that no connection ever waits for DNS.
 *
 * @throws LbsimError `ERR_HOST_NOT_FOUND`
 */
export async function resolveHost(host: string): Promise<string> {
  if (isIP(host) !== 0) return host;
  if (host === '') throw notFound(host); // Node takes it for the local host
  try {
    return (await lookup(host, { order: 'ipv4first' })).address;
  } catch (cause) {
    throw notFound(host, cause);
  }
}

function notFound(host: string, cause?: unknown): LbsimError {
  return new LbsimError(
    'ERR_HOST_NOT_FOUND',
    `host '${host}' does not resolve: check the spelling, or give its IP address`,
    { cause },
  );
}
