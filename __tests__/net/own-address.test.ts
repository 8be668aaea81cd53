import { networkInterfaces } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { reachesListener } from '../../lib/net/own-address.js';
import { onlyWhere } from '../helpers/only-where.js';

const reaches = (listener: string, target: string): boolean =>
  reachesListener({ host: listener, port: 80 }, { host: target, port: 80 });

/** A link-local address of this machine, its interface and that one's number. */
const [linkLocal] = Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
  addresses.flatMap((address) =>
    address.family === 'IPv6' && address.scopeid > 0
      ? [{ ip: address.address, name, number: address.scopeid }]
      : [],
  ),
);

describe('whether a connection reaches a listener', () => {
  it.each([
    ['::1', '::1%lo'],
    ['::1%lo', '::1'],
    ['::1%lo', '::1%1'],
    ['fd00::2', 'fd00::2%eth0'],
    ['::ffff:127.0.0.1%1', '127.0.0.1'],
    ['::1', '::%lo'],
    ['::%1', '::1%lo'],
  ])('ignores the zone of an address that is not link-local: %s and %s', (listener, target) => {
    expect(reaches(listener, target)).toBe(true);
  });

  it('tells link-local addresses of two zones apart', () => {
    expect(reaches('fe80::1%eth0', 'fe80::1%eth1')).toBe(false);
    expect(reaches('fe80::1%eth0', 'FE80:0::1%eth0')).toBe(true);
    expect(reaches('febf::1%eth0', 'febf::1%eth1')).toBe(false);
    expect(reaches('fec0::1%eth0', 'fec0::1%eth1')).toBe(true);
  });

  onlyWhere(linkLocal !== undefined, 'a link-local IPv6 address').it(
    'knows an interface by its number too',
    () => {
      const { ip = '', name = '', number = 0 } = linkLocal ?? {};
      expect(reaches(`${ip}%${name}`, `${ip}%${number}`)).toBe(true);
      expect(reaches(`${ip}%${number}`, `${ip}%${name}`)).toBe(true);
      expect(reaches(`${ip}%${name}`, `${ip}%${number + 1}`)).toBe(false);
    },
  );

  it('looks at the port', () => {
    expect(reachesListener({ host: '::1', port: 80 }, { host: '::1', port: 81 })).toBe(false);
  });
});
