import { isIP } from 'node:net';
import { errorText } from '../error-text.js';
import { systemErrorCode } from '../errors.js';
import type { Lookup } from '../net/resolve.js';

/** What a lookup brought. */
export interface Found {
  /** IP addresses, each once; none when it failed. */
  readonly ips: readonly string[];
  /** Why there are none, if that is known. */
  readonly failure?: string;
}

/** Runs a lookup of the user's own, whatever it does: never rejects, but may never settle. */
export async function runLookup(lookup: Lookup, host: string): Promise<Found> {
  try {
    const found: unknown = await lookup(host);
    if (!Array.isArray(found) || !found.every(isIpText))
      return { ips: [], failure: 'lookup gave something other than a list of IP addresses' };
    return found.length === 0 ? { ips: [], failure: 'no addresses' } : { ips: [...new Set(found)] };
  } catch (error) {
    return isNotFound(error) ? { ips: [] } : { ips: [], failure: errorText(error) };
  }
}

function isIpText(ip: unknown): ip is string {
  return typeof ip === 'string' && isIP(ip) !== 0;
}

/** Whether the error says no more than that there is no such host. */
function isNotFound(error: unknown): boolean {
  try {
    return systemErrorCode(error) === 'ERR_HOST_NOT_FOUND';
  } catch {
    return false;
  }
}
