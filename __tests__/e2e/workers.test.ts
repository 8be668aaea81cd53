import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { askOnce, TestClient } from '../helpers/backends.js';
import { startBackends, startBalance, startServer } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { runLbsim } from '../helpers/lbsim.js';
import { until } from '../helpers/sockets.js';
import { clientsOfBoth, pids, spread, total, TWO_WORKERS } from '../helpers/workers.js';

const onEnd = cleanup();

describe('lbsim balance --workers', () => {
  it('says how many there are and who, and starts one for each processor with auto', async () => {
    const lb = startBalance(await startBackends(1, onEnd), onEnd, '--workers', '3');
    expect(await lb.event('listening')).toMatchObject({ workers: 3 });
    expect(lb.all('worker_started').map(({ worker }) => worker)).toEqual([1, 2, 3]);
    expect(new Set(pids(lb)).size).toBe(3);
    const auto = startBalance(await startBackends(1, onEnd), onEnd, '--workers', 'auto');
    expect(await auto.event('listening')).toMatchObject({ workers: availableParallelism() });
  });

  it('takes turns over all of them', async () => {
    const backends = await startBackends(3, onEnd);
    const lb = startBalance(
      backends,
      onEnd,
      ...TWO_WORKERS,
      '--sticky-key',
      'none',
      '--algorithm',
      'round-robin',
    );
    const held = await clientsOfBoth(lb, await lb.port(), onEnd);
    expect(held.map(({ record }) => record.backend)).toEqual(held.map((_, i) => `B${(i % 3) + 1}`));
  });

  it('sees the connections of all of them, with least-connections', async () => {
    const backends = await startBackends(3, onEnd);
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
    expect(spread(backends)).toBeLessThanOrEqual(1);
    // Whoever has lost its clients gets the next ones, whichever worker takes them in.
    const ofB1 = held.filter(({ record }) => record.backend === 'B1');
    for (const { client } of ofB1) await client.close();
    await lb.event('connection_close', ofB1.length);
    const next = await Promise.all(ofB1.map(() => TestClient.connect(port)));
    for (const client of next) onEnd(() => client.socket.destroy());
    await Promise.all(next.map((client) => client.ask('x')));
    await until(() => total(backends) === held.length);
    expect(spread(backends)).toBeLessThanOrEqual(1);
  });

  it('brings a client back to its backend through any of them', async () => {
    const lb = startBalance(await startBackends(3, onEnd), onEnd, ...TWO_WORKERS);
    const held = await clientsOfBoth(lb, await lb.port(), onEnd);
    expect(new Set(held.map(({ record }) => record.backend))).toEqual(new Set(['B1']));
    expect(held.map(({ record }) => record.sticky)).toEqual(held.map((_, i) => i > 0));
  });

  it('logs every connection of every worker, none twice and none torn', async () => {
    const servers = [await startServer('B1', onEnd), await startServer('B2', onEnd)];
    const lb = startBalance(servers, onEnd, ...TWO_WORKERS, '--sticky-key', 'none');
    const port = await lb.port();
    const { status } = await runLbsim([
      'client',
      '--port',
      `${port}`,
      '--count',
      '1000',
      '--concurrency',
      '20',
    ]);
    expect(status).toBe(0);
    await lb.kill('SIGTERM');
    const ends = (event: string): string[] => {
      return lb.all(event).map((record) => `${String(record.client)} ${String(record.worker)}`);
    };
    expect(ends('connection_open')).toHaveLength(1000);
    expect(ends('connection_close').sort()).toEqual(ends('connection_open').sort());
    expect(lb.stderr.split('\n').filter((line) => !/^(\{.*\})?$/.test(line))).toEqual([]);
  });

  it('says in the log for people which worker it was', async () => {
    const lb = startBalance(await startBackends(1, onEnd), onEnd, ...TWO_WORKERS, '--log-format', 'pretty');
    if (lb.child.stderr === null) throw new Error('standard error is piped');
    let port: string | undefined;
    while (port === undefined) {
      await once(lb.child.stderr, 'data');
      port = /listening on 127\.0\.0\.1:(\d+) with 2 workers/.exec(lb.stderr)?.[1];
    }
    expect(await askOnce(Number(port))).toBe('B1');
    await lb.kill('SIGTERM');
    expect(lb.stderr).toMatch(/ INFO {2}balance\[[12]\] {2}127\.0\.0\.1:\d+ → B1 \(round-robin\)\n/);
  });
});
