import { describe, expect, it } from '@jest/globals';
import type { HostAddressesOptions } from '../../lib/discovery/host-addresses.js';
import { AddressSource, ServiceSource } from '../../lib/discovery/name-source.js';
import type { TargetAnswer } from '../../lib/discovery/target.js';
import { systemLookup, type Lookup } from '../../lib/net/resolve.js';
import { cleanup } from '../helpers/cleanup.js';
import { DnsServer, type Zone } from '../helpers/dns-server.js';

const onEnd = cleanup();
const TIMEOUT_MS = 400;

async function server(names: Readonly<Record<string, Zone>>): Promise<DnsServer> {
  const dns = await DnsServer.start(names);
  onEnd(() => dns.close());
  return dns;
}

const asking = (dns: DnsServer, lookup: Lookup = systemLookup): HostAddressesOptions => ({
  servers: [dns.address],
  timeoutMs: TIMEOUT_MS,
  lookup,
});

describe('the addresses of a name in DNS', () => {
  const app = { dns: 'app.lan', port: 8080, name: 'app' };

  it('are a backend each, named after it, until the first of them expires', async () => {
    const dns = await server({ 'app.lan': { A: ['10.0.0.5', '10.0.0.6'], AAAA: ['fd00::5'], ttl: 20 } });
    expect(await new AddressSource({ ...app, weight: 3 }, asking(dns)).ask()).toEqual({
      targets: ['10.0.0.5', '10.0.0.6', 'fd00::5'].map((host) => ({
        ...{ name: `app/${host}`, host, port: 8080, weight: 3, backup: false },
      })),
      unanswered: [],
      holdsMs: 20_000,
    });
  });

  it('have the name in DNS, where no other is given', async () => {
    const dns = await server({ 'app.lan': { A: ['10.0.0.5'] } });
    const outcome = await new AddressSource({ dns: 'app.lan', port: 80, backup: true }, asking(dns)).ask();
    expect(outcome).toMatchObject({ targets: [{ name: 'app.lan/10.0.0.5', backup: true }] });
  });

  it.each([
    ['does not answer', 'silent'],
    ['fails', 'failing'],
  ] as const)('are those of one family while the server %s about the other', async (_, AAAA) => {
    const dns = await server({ 'app.lan': { A: ['10.0.0.5'], AAAA } });
    const outcome = await new AddressSource(app, asking(dns)).ask();
    expect(outcome).toMatchObject({ targets: [{ host: '10.0.0.5' }], unanswered: [6] });
  });

  it.each([
    ['no such name', {}, 'app.lan: it has no address', true],
    ['no record', { 'app.lan': {} }, 'app.lan: it has no address', true],
    ['an error', { 'app.lan': { A: 'failing' } }, 'app.lan: the DNS server failed (SERVFAIL)', false],
    ['no answer', { 'app.lan': { A: 'silent', AAAA: 'silent' } }, 'app.lan: no answer within 0.4 s', false],
  ] as const)('are not known when there is %s', async (_, names, failure, isEmpty) => {
    const outcome = await new AddressSource(app, asking(await server(names))).ask();
    expect(outcome).toEqual({ failure, isEmpty });
  });

  it('come from the system where DNS does not know the name', async () => {
    const local = { dns: 'localhost', port: 80 };
    const outcome = await new AddressSource(local, {
      servers: [],
      timeoutMs: 5000,
      lookup: systemLookup,
    }).ask();
    expect((outcome as TargetAnswer).targets.map(({ host }) => host).sort()).toContain('127.0.0.1');
  });

  it("come from the user's own lookup instead of DNS", async () => {
    const dns = await server({ 'app.lan': { A: ['10.0.0.5'] } });
    const lookup: Lookup = async (host) => Promise.resolve(host === 'app.lan' ? ['10.9.9.9'] : []);
    const outcome = await new AddressSource(app, asking(dns, lookup)).ask();
    expect(outcome).toMatchObject({ targets: [{ host: '10.9.9.9' }], unanswered: [] });
    expect(dns.asked).toEqual([]);
  });

  it('are given up when nobody wants them any more', async () => {
    const dns = await server({ 'app.lan': { A: 'silent', AAAA: 'silent' } });
    const source = new AddressSource(app, { ...asking(dns), timeoutMs: 60_000 });
    const asked = source.ask();
    source.stop();
    expect(await asked).toMatchObject({ isEmpty: false });
  });
});

describe('the services of a name in DNS', () => {
  const shop = { srv: '_shop._tcp.lan', name: 'shop' };
  const hosts = { 'a.lan': { A: ['10.0.0.1'] }, 'b.lan': { A: ['10.0.0.2'], AAAA: ['fd00::2'] } };

  it('give port, weight and whether it is a backup', async () => {
    const SRV = [
      { host: 'b.lan', port: 8082, priority: 20, weight: 0 },
      { host: 'a.lan', port: 8081, priority: 10, weight: 7 },
    ];
    const dns = await server({ ...hosts, '_shop._tcp.lan': { SRV } });
    expect(await new ServiceSource(shop, asking(dns)).ask()).toEqual({
      targets: [
        { name: 'shop/10.0.0.1:8081', host: '10.0.0.1', port: 8081, weight: 7, backup: false },
        { name: 'shop/10.0.0.2:8082', host: '10.0.0.2', port: 8082, weight: 1, backup: true },
        { name: 'shop/[fd00::2]:8082', host: 'fd00::2', port: 8082, weight: 1, backup: true },
      ],
      unanswered: [],
    });
  });

  it('have weights of at most 256, in the same proportion', async () => {
    const weights = [60_000, 30_000, 100, 0];
    const SRV = weights.map((weight, index) => ({ host: 'a.lan', port: 8000 + index, weight }));
    const dns = await server({ ...hosts, '_shop._tcp.lan': { SRV } });
    const { targets } = (await new ServiceSource(shop, asking(dns)).ask()) as TargetAnswer;
    expect(targets.map(({ weight }) => weight)).toEqual([256, 128, 1, 1]);
  });

  it('keep what is known of hosts that cannot be looked up', async () => {
    const SRV = [
      { host: 'a.lan', port: 8081 },
      { host: 'slow.lan', port: 8081 },
    ];
    const dns = await server({ ...hosts, 'slow.lan': { A: 'failing' }, '_shop._tcp.lan': { SRV } });
    const outcome = await new ServiceSource(shop, asking(dns)).ask();
    expect(outcome).toMatchObject({ targets: [{ host: '10.0.0.1' }], unanswered: [4] });
  });

  it.each([
    ['no such name', {}, '_shop._tcp.lan: it has no address', true],
    [
      'an error',
      { '_shop._tcp.lan': { SRV: 'failing' } },
      '_shop._tcp.lan: the DNS server failed (SERVFAIL)',
      false,
    ],
    [
      'no such service (RFC 2782)',
      { '_shop._tcp.lan': { SRV: [{ host: '', port: 0 }] } },
      '_shop._tcp.lan: it has no address',
      true,
    ],
    [
      'an error about its host',
      { '_shop._tcp.lan': { SRV: [{ host: 'a.lan', port: 1 }] }, 'a.lan': { A: 'failing' } },
      '_shop._tcp.lan: a.lan: the DNS server failed (SERVFAIL)',
      false,
    ],
  ] as const)('are not known when there is %s', async (_, names, failure, isEmpty) => {
    const dns = await server(names);
    expect(await new ServiceSource(shop, asking(dns)).ask()).toEqual({ failure, isEmpty });
  });
});
