import { expect, it } from '@jest/globals';
import { resolveHost } from '../../lib/net/resolve.js';

it.each(['127.0.0.1', '192.0.2.7', '::1', '2001:db8::1', 'fe80::1%lo'])(
  'takes the IP address %s as it is',
  async (address) => {
    expect(await resolveHost(address)).toBe(address);
  },
);

it('prefers IPv4', async () => {
  expect(await resolveHost('localhost')).toBe('127.0.0.1');
});

it.each(['nosuch.invalid', ''])("refuses the host '%s' in one line that says what to try", async (host) => {
  await expect(resolveHost(host)).rejects.toMatchObject({
    name: 'LbsimError',
    code: 'ERR_HOST_NOT_FOUND',
    kind: 'runtime',
    message: `host '${host}' does not resolve: check the spelling, or give its IP address`,
  });
});
