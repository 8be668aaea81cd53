import { canonicalIp, formatAddress } from '../net/address.js';
import { splitAddress } from '../schema/address.js';
import type { StickyKey } from './options.js';

/** The key of a client as SESSION_MAP has it, however its address is written; what is no address stays as it is. */
export function canonicalKey(text: string, stickyKey: StickyKey): string {
  if (stickyKey !== 'ip-port') return canonicalIp(text);
  const address = splitAddress(text);
  if (address === undefined) return text;
  return formatAddress({ host: canonicalIp(address.host), port: Number(address.port) });
}
