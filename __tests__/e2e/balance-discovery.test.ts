import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { ReplayReport } from '../../lib/recording/report.js';
import { cleanup } from '../helpers/cleanup.js';
import { standing, untilStanding } from '../helpers/discovered.js';
import { DnsLab, HAS_DNSMASQ, PORT } from '../helpers/dns-lab.js';
import { temporaryFolder } from '../helpers/folder.js';
import { runLbsim } from '../helpers/lbsim.js';
import { WITH_NAMESPACES } from '../helpers/namespace.js';
import { onlyWhere } from '../helpers/only-where.js';

const onEnd = cleanup();
const WITH_DNSMASQ = HAS_DNSMASQ ? WITH_NAMESPACES : onlyWhere(false, 'names that change take dnsmasq');

const NAME = `app=dns:app.lan:${PORT}`;
const [ONE, TWO, THREE] = ['10.77.0.1', '10.77.0.2', '10.77.0.3'];
const up = (...addresses: readonly string[]): string[] => addresses.map((each) => `app/${each} up dns`);

async function lab(...addresses: readonly string[]): Promise<DnsLab> {
  const opened = await DnsLab.open(onEnd);
  await opened.names(...addresses);
  await opened.serveNames();
  return opened;
}

WITH_DNSMASQ.describe('backends that are the addresses of a name', () => {
  it('are there before the balancer listens, IPv6 too', async () => {
    const dns = await lab(TWO, ONE, 'fd00:77::5');
    const lb = await dns.balance('--backends', NAME);
    const { activeServers } = await lb.event('listening');
    expect((activeServers as string[]).toSorted()).toEqual([
      'app/10.77.0.1',
      'app/10.77.0.2',
      'app/fd00:77::5',
    ]);
    expect(await standing(dns.desk)).toEqual(up(ONE, TWO, 'fd00:77::5'));
    expect(await dns.desk.ctl('drain', 'app/fd00:77::5')).toContain('app/fd00:77::5 is drain');
  });

  it('come with a record and go with it, while clients come; the replay is exact', async () => {
    const dns = await lab(ONE, TWO);
    const record = join(await temporaryFolder(onEnd), 'run.jsonl');
    const lb = await dns.balance('--backends', NAME, '--record', record);
    const load = dns.load(2000);
    await dns.names(ONE, TWO, THREE);
    await untilStanding(dns.desk, up(ONE, TWO, THREE));
    await dns.names(THREE);
    await untilStanding(dns.desk, up(THREE));
    expect(await load).toBe(0);
    expect(await dns.load(10)).toBe(0);
    expect(
      lb
        .all('connection_open')
        .slice(-5)
        .map(({ backend }) => backend),
    ).toEqual(Array(5).fill(`app/${THREE}`));
    await lb.kill('SIGTERM');
    const { stdout, status } = await runLbsim(['replay', record, '--json']);
    expect({ status, ok: (JSON.parse(stdout) as ReplayReport).ok }).toEqual({ status: 0, ok: true });
  });

  it('stay when the name has no records any more, and while the name server is silent or gone', async () => {
    const dns = await lab(ONE, TWO);
    const lb = await dns.balance('--backends', NAME, '--dns-hold', '2s', '--health-check-timeout', '500ms');
    await dns.names();
    expect(await lb.event('discovery_failed')).toMatchObject({
      reason: 'app.lan: it has no address',
      backendsCount: 2,
    });
    await dns.names(ONE, TWO);
    await lb.event('discovery_recovered');
    dns.signalNameServer('SIGSTOP');
    expect(await lb.event('discovery_failed', 2)).toMatchObject({
      reason: 'app.lan: no answer within 0.5 s',
    });
    await lb.until('backends that are out of date', () =>
      lb.all('discovery_stale').find(({ reason }) => String(reason).includes('no answer')),
    );
    expect(lb.all('discovery_stale').at(-1)).toMatchObject({ backendsCount: 2 });
    expect(await standing(dns.desk)).toEqual(up(ONE, TWO));
    expect(await dns.load(10)).toBe(0);
    dns.signalNameServer('SIGCONT');
    await lb.event('discovery_recovered', 2);
    await dns.endNameServer();
    expect(await lb.event('discovery_failed', 3)).toMatchObject({
      reason: 'app.lan: no DNS server can be reached',
    });
    expect(await standing(dns.desk)).toEqual(up(ONE, TWO));
    // Once for that outage; whether those beside it last for long enough to be told is the machine's affair.
    const stale = lb.all('discovery_stale').filter(({ reason }) => String(reason).includes('no answer'));
    expect(stale).toHaveLength(1);
    expect(lb.all('discovered')).toHaveLength(1);
  });

  it('go with the last record by --dns-empty remove, but not while the name server is silent', async () => {
    const dns = await lab(ONE, TWO);
    const lb = await dns.balance(
      '--backends',
      NAME,
      '--dns-empty',
      'remove',
      '--health-check-timeout',
      '500ms',
    );
    dns.signalNameServer('SIGSTOP');
    await lb.event('discovery_failed');
    expect(await standing(dns.desk)).toEqual(up(ONE, TWO));
    await dns.names();
    dns.signalNameServer('SIGCONT');
    await untilStanding(dns.desk, []);
    await dns.names(THREE);
    await untilStanding(dns.desk, up(THREE));
  });

  it('are found later, when the name does not resolve at the start', async () => {
    const dns = await DnsLab.open(onEnd);
    await dns.names(ONE);
    const lb = await dns.balance('--backends', NAME);
    expect(await lb.event('discovery_failed')).toMatchObject({ backendsCount: 0 });
    expect(await lb.event('no_active_servers')).toMatchObject({ backendsCount: 0 });
    const load = dns.load(1); // it waits
    await dns.serveNames();
    await untilStanding(dns.desk, up(ONE));
    expect(await load).toBe(0);
  });

  it('may flap: no connection fails, and in the end it is as the name says', async () => {
    const dns = await lab(ONE, TWO);
    const lb = await dns.balance('--backends', NAME);
    const load = dns.load(5000);
    for (let round = 1; round <= 3; round++) {
      await dns.names(ONE);
      await lb.until(
        'removal',
        () => lb.all('discovered').filter(({ removed }) => String(removed) !== '')[round - 1],
      );
      await dns.names(TWO, ONE);
      await lb.until('return', () => lb.all('discovered').filter(({ added }) => String(added) !== '')[round]);
    }
    expect(await load).toBe(0);
    await untilStanding(dns.desk, up(ONE, TWO));
  }, 300_000);

  it('may be fifty', async () => {
    const fifty = Array.from({ length: 50 }, (_, n) => `10.77.1.${n + 1}`);
    const dns = await lab(...fifty);
    const lb = await dns.balance('--backends', NAME);
    expect(await lb.event('listening')).toMatchObject({ activeServersCount: 50 });
    await dns.names(...fifty.slice(25).reverse());
    expect(await lb.event('discovered', 2)).toMatchObject({ added: [], backendsCount: 25 });
    expect(await dns.load(50)).toBe(0);
  });
});

WITH_DNSMASQ.describe('backends that are the addresses of a name of the search list', () => {
  it('come and go with its records, and stay when it has none', async () => {
    const dns = await DnsLab.open(onEnd);
    await dns.names(ONE);
    await dns.serveNames('--domain-needed'); // as such there is no name without a dot
    const lb = await dns.balance('--backends', `app=dns:app:${PORT}`, '--dns-interval', '1s');
    expect(await standing(dns.desk)).toEqual(up(ONE));
    await dns.names(ONE, TWO);
    await untilStanding(dns.desk, up(ONE, TWO));
    await dns.names(TWO);
    await untilStanding(dns.desk, up(TWO));
    await dns.names();
    expect(await lb.event('discovery_failed')).toMatchObject({ reason: 'app: it has no address' });
    expect(await standing(dns.desk)).toEqual(up(TWO));
    expect(await dns.load(10)).toBe(0);
  });
});

WITH_DNSMASQ.describe('backends that are the services of a name', () => {
  it('have the port and the weight of their SRV record, and are backups behind the lowest priority', async () => {
    const dns = await DnsLab.open(onEnd);
    await dns.names(ONE);
    const records = ['a.lan,8080,10,3', 'b.lan,8080,20,1'].map((each) => `--srv-host=_shop._tcp.lan,${each}`);
    await dns.serveNames(...records, `--host-record=a.lan,${ONE}`, `--host-record=b.lan,${TWO}`);
    await dns.balance('--backends', 'shop=srv:_shop._tcp.lan', '--dns-interval', '1s');
    expect(await standing(dns.desk)).toEqual([`shop/${ONE}:8080 up srv`, `shop/${TWO}:8080 standby srv`]);
    await dns.endNameServer();
    await dns.serveNames('--srv-host=_shop._tcp.lan,b.lan,8080,20,1', `--host-record=b.lan,${TWO}`);
    await untilStanding(dns.desk, [`shop/${TWO}:8080 up srv`]);
  });
});
