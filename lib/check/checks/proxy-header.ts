import { formatAddress } from '../../net/address.js';
import type { Check } from '../check.js';
import { measured } from '../finding.js';

/**
 * The PROXY protocol tells a backend who the client is (W. Tarreau, "The PROXY protocol, Versions 1 & 2", haproxy.org).
 * Whether it is wanted is between balancer and backend, so it is only measured.
 */
export const proxyHeader: Check = {
  name: 'proxy-header',
  looksFor: 'Whether the backend is sent a PROXY protocol header, and if it names the client.',
  judged: false,
  async run(lab) {
    const { client, header } = await lab.open();
    if (header === undefined) return measured('none', { version: 'none' });
    const { version, addresses } = header;
    if (addresses === undefined) return measured(`${version}, without addresses`, { version });
    const { source } = addresses;
    const own = client.localAddress;
    const namesClient = own !== undefined && formatAddress(own) === formatAddress(source);
    const detail = `${version}, client ${formatAddress(source)}${namesClient ? '' : ', which is not its address'}`;
    return measured(detail, { version, client: formatAddress(source), namesClient });
  },
};
