import { describe, expect, it } from '@jest/globals';
import { CidrSet } from '../../lib/net/cidr-set.js';

describe('a set of networks', () => {
  it.each([
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['10.1.2.3/8', '10.9.9.9', true],
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '192.0.2.8', false],
    ['0.0.0.0/0', '203.0.113.9', true],
    ['0.0.0.0/0', '::1', false],
    ['::1', '::1', true],
    ['fd00::/8', 'fd12::1', true],
    ['fd00::/8', 'fe80::1', false],
    ['fe80::/10', 'fe80::1%eth0', true],
    ['::/0', '2001:db8::1', true],
    ['::/0', '127.0.0.1', false],
    ['::/80', '127.0.0.1', false],
    ['::ffff:192.0.2.7', '192.0.2.7', true],
    ['::FFFF:192.0.2.7/128', '192.0.2.7', true],
    ['::ffff:c000:207', '192.0.2.7', true],
    ['0:0:0:0:0:ffff:192.0.2.7', '192.0.2.7', true],
    ['::ffff:c000:0207', '192.0.2.8', false],
    ['::ffff:0:0/96', '203.0.113.9', true],
    ['::ffff:0:0/96', '2001:db8::1', false],
    ['::ffff:192.0.2.0/100', '207.255.255.255', true],
    ['::ffff:192.0.2.0/100', '208.0.0.1', false],
    ['::ffff:192.0.2.0/120', '192.0.2.255', true],
    ['::ffff:192.0.2.0/120', '192.0.3.0', false],
    ['192.0.2.0/24', '::ffff:192.0.2.9', true],
    ['192.0.2.0/24', '::FFFF:c000:209', true],
    ['192.0.2.0/24', '0000:0000:0000:0000:0000:ffff:c000:0209', true],
    ['::/0', '::ffff:192.0.2.9', false],
    ['::192.0.2.7', '192.0.2.7', false],
    ['64:ff9b::192.0.2.7', '192.0.2.7', false],
  ])('%s and %s: %p', (cidr, ip, has) => expect(new CidrSet([cidr]).has(ip)).toBe(has));

  it('has what any of them has, and nothing when there is none', () => {
    const set = new CidrSet(['10.0.0.0/8', '::1']);
    expect(['10.1.1.1', '::1', '127.0.0.1'].map((ip) => set.has(ip))).toEqual([true, true, false]);
    expect(new CidrSet([]).has('10.1.1.1')).toBe(false);
  });

  it.each(['::ffff:192.0.2.7/24', '::ffff:0:0/95', '::ffff:c000:207/0'])(
    'refuses %s, whose prefix is too short for IPv4',
    (cidr) => {
      expect(() => new CidrSet([cidr])).toThrow(
        /^'.*' is not a network: an IPv4-mapped one has a prefix of 96 or more: use IPv4, such as [\d.]+\/\d+$/,
      );
    },
  );

  it.each([
    '',
    '10.0.0.0/33',
    '10.0.0/8',
    'fd00::/129',
    'localhost',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '1.2.3.4/8/8',
    'fe80::1%eth0',
  ])('refuses %j', (cidr) => {
    expect(() => new CidrSet([cidr])).toThrow(
      `'${cidr}' is not a network: use CIDR notation such as 10.0.0.0/8`,
    );
  });
});
