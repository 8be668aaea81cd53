import { absent, flag } from '../../options/option.js';
import { cidrList, positiveNumber } from '../../options/parsers.js';

/** Connections a second; more is beyond what a machine can do. */
const MAX_RATE = 1e9;
const group = 'Who may connect:';

/** Who may connect. */
export const ADMISSION_OPTIONS = {
  allow: absent(
    {
      describe: 'Networks whose clients may connect, comma-separated CIDRs; may repeat',
      defaultText: 'all',
      joinedBy: ',',
      group,
    },
    cidrList,
  ),
  deny: absent(
    {
      describe: 'Networks whose clients may not, even if allowed; they are reset',
      defaultText: 'none',
      joinedBy: ',',
      group,
    },
    cidrList,
  ),
  'rate-limit': absent(
    {
      describe: 'New connections a second and client address, in bursts of up to twice that',
      defaultText: 'off',
      group,
    },
    positiveNumber(MAX_RATE),
  ),
  'accept-proxy': flag({
    describe: 'Require the PROXY protocol, v1 or v2, of the proxies in --trust; all others are reset',
    group,
  }),
  trust: absent(
    {
      describe: 'Networks of these proxies, comma-separated CIDRs; may repeat',
      defaultText: 'none',
      joinedBy: ',',
      group,
    },
    cidrList,
  ),
};
