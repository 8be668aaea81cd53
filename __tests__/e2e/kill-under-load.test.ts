import { describe, expect, it } from '@jest/globals';
import { askOnce } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';
import { Lbsim, runLbsim } from '../helpers/lbsim.js';
import { startBalance, startServer } from '../helpers/balance.js';
import type { LoadReport } from '../../lib/client/load/load-report.js';
import { quietPort } from '../helpers/ports.js';
import { stretched } from '../helpers/slow-machine.js';

const onEnd = cleanup();
const INTERVAL_MS = 500;
const TIMEOUT_MS = 300;

describe('kill -9 of one of three backends under load', () => {
  it('costs no connection that had sent nothing yet, is said in time, and so is the come-back', async () => {
    const servers = [
      await startServer('B1', onEnd),
      await startServer('B2', onEnd, await quietPort()),
      await startServer('B3', onEnd),
    ];
    const [, victim] = servers;
    if (victim === undefined) throw new Error('three servers were started');
    const checks = ['--health-check-interval', '500ms', '--health-check-timeout', '300ms'];
    const lb = startBalance(servers, onEnd, '--sticky-key', 'none', '--log-connections', 'all', ...checks);
    const port = await lb.port();

    const load = ['client', '--port', `${port}`, '--count', '2000', '--concurrency', '50', '--json'];
    const client = new Lbsim(load);
    onEnd(() => client.kill());
    await lb.event('connection_close', 500);
    const killedAt = Date.now();
    await victim.lbsim.kill('SIGKILL');
    const failover = await lb.event('failover');
    await client.ended;
    const report = JSON.parse(client.stdout) as LoadReport;
    await lb.until('every connection is closed', () => {
      return lb.all('connection_open').length === lb.all('connection_close').length;
    });

    expect(report.connections).toBe(2000);
    const lost = lb.all('connection_close').filter(({ end }) => end !== 'client_closed');
    // What had reached the victim is lost with it, and each client that failed is one of these.
    expect(lost.filter(({ bytesIn }) => bytesIn === 0)).toEqual([]);
    expect(lost.filter(({ backend }) => backend !== 'B2')).toEqual([]);
    expect(report.failed).toBeLessThanOrEqual(lost.length);
    expect(report.failed).toBeLessThanOrEqual(50);
    expect(Object.keys(report.errors).filter((kind) => !['reset', 'closed_early'].includes(kind))).toEqual(
      [],
    );

    expect(failover).toMatchObject({ backend: 'B2', activeServers: ['B1', 'B3'] });
    expect(Date.parse(String(failover.timestamp)) - killedAt).toBeLessThanOrEqual(
      INTERVAL_MS + TIMEOUT_MS + stretched(500),
    );

    const again = await startServer('B2', onEnd, victim.port);
    const restarted = Date.parse(String((await again.lbsim.event('listening')).timestamp));
    const failback = await lb.event('failback');
    expect(Date.parse(String(failback.timestamp)) - restarted).toBeLessThanOrEqual(
      INTERVAL_MS + stretched(500),
    );

    // Open connections are back to none: three that come now find an even pool, and each backend gets one. On a busy machine a
    // backend may miss a probe again; then three others do, once it is back.
    for (let downs; downs !== lb.all('failover').length;) {
      downs = lb.all('failover').length;
      await lb.event('failback', downs);
      const before = lb.all('connection_open').length;
      for (let n = 1; n <= 3; n++) {
        expect(await askOnce(port)).toMatch(/^\[B[123]\] hello$/);
        await lb.event('connection_close', before + n);
      }
      if (downs < lb.all('failover').length) continue;
      const opened = lb.all('connection_open').slice(before);
      expect(opened.map(({ backend }) => backend).sort()).toEqual(['B1', 'B2', 'B3']);
      expect(opened.map(({ why }) => why)).toEqual(Array(3).fill('round-robin'));
    }
  });

  it('serves every request of a load that begins after it', async () => {
    const servers = [await startServer('B1', onEnd), await startServer('B2', onEnd)];
    const lb = startBalance(servers, onEnd, '--sticky-key', 'none', '--health-check-interval', '1h');
    const port = await lb.port();
    await servers[0]?.lbsim.kill('SIGKILL');
    const { status, stdout } = await runLbsim([
      'client',
      '--port',
      `${port}`,
      '--count',
      '200',
      '--concurrency',
      '20',
      '--json',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ connections: 200, ok: 200, failed: 0, backends: { B2: 200 } });
    expect(status).toBe(0);
  });
});
