import { expect, it } from '@jest/globals';
import { formatAddress, plainIp } from '../../lib/net/address.js';

it.each([
  ['127.0.0.1', 8080, '127.0.0.1:8080'],
  ['backend.example', 80, 'backend.example:80'],
  ['::1', 8080, '[::1]:8080'],
  ['fe80::1%eth0', 0, '[fe80::1%eth0]:0'],
])('writes host %s and port %i as %s', (host, port, text) => {
  expect(formatAddress({ host, port })).toBe(text);
});

it.each([
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::FFFF:192.0.2.1', '192.0.2.1'],
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8::1', '2001:db8::1'],
  ['::ffff:0:192.0.2.1', '::ffff:0:192.0.2.1'],
  ['::1', '::1'],
])('knows the peer %s by its plain address %s', (address, plain) => {
  expect(plainIp(address)).toBe(plain);
});
