import type { LookedUpBackends } from '../discovery/entries.js';
import { optionError } from '../errors.js';
import { namingPart } from '../schema/address.js';
import { badValue, defineKind, type Kind } from '../schema/kind.js';
import { targetPort } from '../schema/number.js';

/** Characters of the longest name in DNS (RFC 1035, 2.3.4). */
const MAX_NAME = 253;
const NAME = /^[^\s:/[\]@=,]+$/;
const EXAMPLE = 'a name in DNS such as app.lan';

/** A name in DNS. */
export const dnsName: Kind<string, ''> = defineKind({
  type: 'string',
  range: 'name in DNS',
  parse: (text) => {
    if (!isName(text)) throw badValue(text, 'is not a name in DNS', 'one such as app.lan');
    return text;
  },
  holds: isName,
  wanted: EXAMPLE,
});

/**
 * Reads `dns:NAME:PORT` and `srv:NAME`.
 *
 * @param text - the whole entry, as errors show it
 * @param weight - as it was given
 * @returns undefined for anything else, such as a host named `dns` or `srv` and its port
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function readLookedUp(
  text: string,
  address: string,
  weight: string | undefined,
): LookedUpBackends | undefined {
  const [, scheme, rest = ''] = /^(dns|srv):(?!\d*$)(.*)$/.exec(address) ?? [];
  if (scheme === undefined) return undefined;
  if (scheme === 'srv') {
    if (weight !== undefined)
      throw optionError(`backends '${text}': the weights are those of the SRV records: leave @${weight} out`);
    return { srv: namingPart(text, 'backends', 'name', () => dnsName.parse(rest)) };
  }
  const [, name = rest, port] = /^(.*):([^:]*)$/.exec(rest) ?? [];
  if (port === undefined) throw badValue(text, 'has no port', 'dns:name:port, such as dns:app.lan:8080');
  return {
    dns: namingPart(text, 'backends', 'name', () => dnsName.parse(name)),
    port: namingPart(text, 'backends', 'port', () => targetPort.parse(port)),
  };
}

function isName(text: string): boolean {
  return text.length <= MAX_NAME && NAME.test(text);
}
