import { expect } from '@jest/globals';
import type { LoadReport } from '../../lib/client/load/load-report.js';
import { TestClient } from '../helpers/backends.js';
import { startBackends, startBalance, startServer } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Lbsim, runLbsim } from '../helpers/lbsim.js';
import { quietPort } from '../helpers/ports.js';
import { TestRedis, WITH_REDIS } from '../helpers/redis.js';

const { describe, it } = WITH_REDIS;
const onEnd = cleanup();
const LOAD = ['--count', '300', '--concurrency', '6', '--messages-per-connection', '5', '--hold', '20ms'];

/** Kills the first of two balancers while a load goes through it. @returns what the load reports */
async function killUnderLoad(options: readonly string[]): Promise<{ report: LoadReport; ports: number[] }> {
  const names = ['B1', 'B2', 'B3'];
  const backends = await Promise.all(names.map((name) => startServer(name, onEnd)));
  const member = (): Lbsim =>
    startBalance(backends, onEnd, '--log-connections', 'all', '--admin', 'off', ...options);
  const joined = (lb: Lbsim): unknown => options.includes('--cluster') && lb.event('cluster_joined');
  const one = member();
  await joined(one);
  const two = member();
  await joined(two);
  const ports = [await one.port(), await two.port()];
  // By turns the load has B2 through the first balancer; the second one, by itself, would begin with B1.
  const other = await TestClient.connect(ports[0] ?? 0, { localAddress: '127.0.0.2' });
  await other.ask('x');
  await other.close();
  const hosts = ports.map((port) => `127.0.0.1:${port}`).join(',');
  const client = new Lbsim(['client', '--host', hosts, ...LOAD, '--json']);
  onEnd(() => client.kill());
  await one.event('connection_close', 20);
  await one.kill('SIGKILL');
  await client.ended;
  return { report: JSON.parse(client.stdout) as LoadReport, ports };
}

describe('a load with two balancers, one of which is killed', () => {
  it.each([
    ['with --cluster', 'same', ['--algorithm', 'round-robin', '--cluster-timeout', '1s', '--cluster']],
    ['by hashing', 'same', ['--algorithm', 'rendezvous']],
    ['when they know nothing of each other', 'other', ['--algorithm', 'round-robin']],
  ] as const)('gets every answer; %s the backend is the %s', async (_, backend, options) => {
    const redis = await TestRedis.start(onEnd);
    const store = options.at(-1) === '--cluster' ? [`redis://127.0.0.1:${redis.port}`] : [];
    const { report, ports } = await killUnderLoad([...options, ...store]);
    expect(report).toMatchObject({ connections: 300, ok: 300, failed: 0, errors: {}, mismatches: 0 });
    const { balancers, switches, resent, backend: after } = report.failover ?? {};
    const answers = ports.map((port) => balancers?.[`127.0.0.1:${port}`]?.answers ?? 0);
    expect(answers.every((some) => some > 0)).toBe(true);
    expect(answers.reduce((sum, some) => sum + some)).toBe(1500);
    expect(switches).toBeGreaterThan(0);
    expect(resent).toBeLessThanOrEqual(switches ?? 0);
    // Of a connection that was only held when it was lost, there is no answer to tell.
    const { same = 0, other = 0, unknown = 0 } = after ?? {};
    expect(same + other + unknown).toBe(switches);
    if (backend === 'other') expect(other).toBeGreaterThan(0);
    else expect([other, same > 0]).toEqual([0, true]);
  });
});

describe('lbsim client with two balancers', () => {
  it('goes to the one that is there, in each of its forms', async () => {
    const lb = startBalance(await startBackends(1, onEnd), onEnd);
    const [dead, port] = [await quietPort(), await lb.port()];
    const hosts = `127.0.0.1:${dead},[::ffff:127.0.0.1]:${port}`;
    const said = `lbsim: 127.0.0.1:${dead} is gone (connection refused); now at [::ffff:127.0.0.1]:${port}\n`;
    const asked = await runLbsim(['client', '--host', hosts, '--message', 'x', '--message', 'y']);
    expect(asked).toMatchObject({ status: 0, stdout: 'B1:x\nB1:y\n', stderr: said });
    const json = await runLbsim(['client', hosts, '--message', 'x', '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      host: '::ffff:127.0.0.1',
      port,
      switches: 1,
      messages: [{ sent: 'x', answer: 'B1:x', balancer: `[::ffff:127.0.0.1]:${port}` }],
    });
    const piped = await runLbsim(['client', '--port', `${port}`, '--host', `127.0.0.1:${dead},127.0.0.1`], {
      input: 'a\nb\n',
    });
    expect(piped).toMatchObject({ status: 0, stdout: 'B1:a\nB1:b\n' });
  });

  it('says in a table what came through each, and whether the backend stayed', async () => {
    const { port } = await startServer('B1', onEnd);
    const hosts = `127.0.0.1:${await quietPort()},127.0.0.1:${port}`;
    const { status, stdout, stderr } = await runLbsim(['client', '--host', hosts, '--count', '9']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/│ through [^]*│ 127\.0\.0\.1:\d+ │ +0 │ +│\n│ 127\.0\.0\.1:\d+ │ +9 │ B1 9 │\n/);
    expect(stdout).toContain(
      '1 switch to another balancer; whether the backend stayed the same is unknown\n',
    );
  });

  it('is an error when all are away', async () => {
    const [a, b] = [await quietPort(), await quietPort()];
    const args = ['client', '--host', `127.0.0.1:${a},127.0.0.1:${b}`];
    const each = `cannot connect to 127.0.0.1:${a} (connection refused) or 127.0.0.1:${b} (connection refused): start`;
    const one = await runLbsim([...args, '--message', 'x']);
    expect([one.status, one.stderr]).toEqual([1, expect.stringContaining(each)]);
    const piped = await runLbsim(args, { input: 'x\n' });
    expect([piped.status, piped.stderr]).toEqual([1, expect.stringContaining(each)]);
    expect(await runLbsim([...args, '--count', '2'])).toMatchObject({ status: 1 });
  });
});
