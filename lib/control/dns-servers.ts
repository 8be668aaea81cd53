import { isIP, isIPv6 } from 'node:net';
import { badValue, type Kind } from '../schema/kind.js';
import { splitAddress } from '../schema/address.js';
import { list } from '../schema/list.js';
import { targetPort } from '../schema/number.js';

/** DNS servers, `IP` or `IP:PORT`, comma-separated. */
export const dnsServers: Kind<readonly string[], ''> = list('IP[:PORT]', serverOf, {
  check(_, servers) {
    for (const server of servers) serverOf(server);
  },
});

/** As the resolver of Node takes it. @throws LbsimError `ERR_OPTION_INVALID` */
function serverOf(text: string): string {
  const bare = text.replace(/^\[(.*)\]$/, '$1');
  if (isIP(bare) !== 0) return isIPv6(bare) ? `[${bare}]` : bare;
  const address = splitAddress(text);
  if (address === undefined || isIP(address.host) === 0)
    throw badValue(text, 'is not a DNS server', 'its IP address, such as 10.0.0.53 or [::1]:5353');
  targetPort.parse(address.port);
  return text;
}
