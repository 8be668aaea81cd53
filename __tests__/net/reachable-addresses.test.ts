import { describe, expect, it } from '@jest/globals';
import { logReachable } from '../../lib/logging/reachable-log.js';
import type { LogEntry } from '../../lib/logging/logger.js';
import type { Address } from '../../lib/net/address.js';
import { reachableAddresses, type Interfaces } from '../../lib/net/reachable-addresses.js';

const INTERFACES: Interfaces = {
  lo: [
    { address: '127.0.0.1', internal: true },
    { address: '::1', internal: true },
  ],
  eth0: [
    { address: '192.168.1.10', internal: false },
    { address: 'fd00::10', internal: false },
    { address: 'fe80::1234', internal: false },
    { address: 'FEBF::1', internal: false },
  ],
  down: undefined,
};

describe('the addresses that other machines can use', () => {
  it.each([
    ['0.0.0.0', ['192.168.1.10']],
    ['::', ['192.168.1.10', 'fd00::10']],
  ])('of a listener on %s', (host, hosts) => {
    expect(reachableAddresses({ host, port: 80 }, INTERFACES)).toEqual(
      hosts.map((each) => ({ host: each, port: 80 })),
    );
  });

  it.each(['127.0.0.1', '::1', 'localhost', '192.168.1.10'])('are not asked for of one on %s', (host) => {
    expect(reachableAddresses({ host, port: 80 }, INTERFACES)).toBeUndefined();
  });

  function logged(host: string, interfaces: Interfaces): LogEntry[] {
    const entries: LogEntry[] = [];
    const listener = { on: (_: string, heard: (address: Address) => void) => heard({ host, port: 8080 }) };
    logReachable(listener, (entry) => entries.push(entry), interfaces);
    return entries;
  }

  it('are logged in one line', () => {
    expect(logged('::', INTERFACES)).toEqual([
      {
        level: 'info',
        event: 'reachable_at',
        message: 'from other machines: 192.168.1.10:8080, [fd00::10]:8080',
        fields: { addresses: ['192.168.1.10:8080', '[fd00::10]:8080'] },
      },
    ]);
    expect(logged('0.0.0.0', {})).toMatchObject([
      { message: 'no network interface is up: only this machine can connect', fields: { addresses: [] } },
    ]);
    expect(logged('127.0.0.1', INTERFACES)).toEqual([]);
  });
});
