import { describe, expect, it } from '@jest/globals';
import type { LoadReport } from '../../lib/client/load/load-report.js';
import { TestClient } from '../helpers/backends.js';
import { startBackends, startBalance, startServer } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Lbsim, runLbsim } from '../helpers/lbsim.js';
import { gone } from '../helpers/processes.js';
import { until } from '../helpers/sockets.js';
import { clientsOfBoth, pids, spread, total, TWO_WORKERS } from '../helpers/workers.js';

const onEnd = cleanup();

describe('the end of a worker', () => {
  it('goes on when one is killed, gives back what it held, says so once, and replaces it', async () => {
    const backends = await startBackends(2, onEnd);
    const lb = startBalance(
      backends,
      onEnd,
      ...TWO_WORKERS,
      '--sticky-key',
      'none',
      '--algorithm',
      'least-connections',
    );
    const port = await lb.port();
    const held = await clientsOfBoth(lb, port, onEnd);
    const [pid = 0] = pids(lb);
    process.kill(pid, 'SIGKILL');
    const lost = held.filter(({ record }) => record.worker === 1);
    const left = held.filter(({ record }) => record.worker === 2);
    await Promise.all(lost.map(async ({ client }) => expect(await client.answer()).toBeUndefined()));
    expect(await lb.event('worker_lost')).toMatchObject({
      level: 'warn',
      worker: 1,
      pid,
      connections: lost.length,
      reason: 'killed by SIGKILL',
    });
    for (const { client, record } of left)
      expect(await client.ask('still?')).toBe(`${String(record.backend)}:still?`);
    const { worker } = await lb.event('worker_started', 3);
    expect(worker).toBe(1);
    // Were the dead one's connections still counted, its backends would get fewer of these.
    const again = await clientsOfBoth(lb, port, onEnd);
    await until(() => total(backends) === left.length + again.length);
    expect(spread(backends)).toBeLessThanOrEqual(1);
    expect(lb.records.filter(({ level }) => level !== 'info').map(({ event }) => event)).toEqual([
      'worker_lost',
    ]);
  });

  it('loses no more than the clients of the one that is killed under load', async () => {
    const servers = [await startServer('B1', onEnd), await startServer('B2', onEnd)];
    const lb = startBalance(servers, onEnd, ...TWO_WORKERS, '--sticky-key', 'none');
    const port = await lb.port();
    const client = new Lbsim([
      'client',
      '--port',
      `${port}`,
      '--count',
      '3000',
      '--concurrency',
      '50',
      '--json',
    ]);
    onEnd(() => client.kill());
    await lb.event('connection_close', 500);
    process.kill(pids(lb)[0] ?? 0, 'SIGKILL');
    await client.ended;
    const report = JSON.parse(client.stdout) as LoadReport;
    await lb.event('worker_started', 3);
    expect([report.connections, report.mismatches]).toEqual([3000, 0]);
    expect(report.failed).toBeLessThanOrEqual(50);
    expect(lb.all('worker_lost')).toHaveLength(1);
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    expect(lb.all('worker_lost')).toHaveLength(1);
  });

  it('drains all of them at a Ctrl-C, which reaches every process of a terminal', async () => {
    const lb = startBalance(await startBackends(2, onEnd), onEnd, ...TWO_WORKERS);
    const held = await clientsOfBoth(lb, await lb.port(), onEnd);
    for (const pid of pids(lb)) process.kill(pid, 'SIGINT');
    lb.child.kill('SIGINT');
    expect(await lb.event('drain_started')).toMatchObject({ openConnections: held.length });
    for (const { client } of held) {
      expect(await client.ask('while draining')).toBe('B1:while draining');
      await client.close();
    }
    expect(await lb.ended).toEqual({ status: 0, signal: null });
    expect(lb.all('stopped')).toMatchObject([{ drained: 0 }]);
    expect(lb.all('connection_close')).toHaveLength(held.length);
    await Promise.all(pids(lb).map(gone));
  });

  it('closes the rest of all of them when the time is up', async () => {
    const lb = startBalance(await startBackends(1, onEnd), onEnd, ...TWO_WORKERS, '--drain-timeout', '0.2');
    const held = await clientsOfBoth(lb, await lb.port(), onEnd);
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    expect(lb.all('stopped')).toMatchObject([{ drained: held.length }]);
    expect(lb.all('connection_close').map(({ end }) => end)).toEqual(held.map(() => 'drained'));
  });

  it('loses nobody with one that has not come to listen when it is stopped', async () => {
    const stuck =
      "import cluster from 'node:cluster'; if (cluster.worker?.id === 3) await new Promise(() => setInterval(() => 0, 1e6));";
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(stuck)}` };
    const [backend] = await startBackends(1, onEnd);
    const options = [
      '--port',
      '0',
      '--backends',
      backend?.spec ?? '',
      ...TWO_WORKERS,
      '--drain-timeout',
      '0.2',
    ];
    const lb = new Lbsim(['balance', ...options], { env });
    onEnd(() => lb.kill());
    await lb.port();
    process.kill(pids(lb)[0] ?? 0, 'SIGKILL');
    await lb.event('worker_started', 3);
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    expect(lb.all('worker_lost')).toHaveLength(1);
    expect(lb.all('stopped')).toMatchObject([{ drained: 0 }]);
  });

  it('ends them when it is killed itself', async () => {
    const lb = startBalance(await startBackends(1, onEnd), onEnd, ...TWO_WORKERS);
    const client = await TestClient.connect(await lb.port());
    await client.ask('x');
    await lb.kill('SIGKILL');
    expect(await client.answer()).toBeUndefined();
    await Promise.all(pids(lb).map(gone));
  });

  it('fails when a worker cannot start, in one line', async () => {
    const args = [
      'balance',
      '--backends',
      '127.0.0.1:1',
      '--workers',
      '2',
      '--port',
      '0',
      '--log-level',
      'ERROR',
    ];
    const dies = "import cluster from 'node:cluster'; if (cluster.isWorker) process.exit(7)";
    const preload = `--import=data:text/javascript,${encodeURIComponent(dies)}`;
    const { status, stderr } = await runLbsim(args, { env: { NODE_OPTIONS: preload } });
    expect(stderr).toBe('lbsim: a worker ended before it listened: exit status 7\n');
    expect(status).toBe(1);
  });
});
