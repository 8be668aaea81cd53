import { describe, expect, it } from '@jest/globals';
import type { ConformanceReport } from '../../lib/check/report.js';
import { startProxy } from '../check/wrong-proxy.js';
import { startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Lbsim, runLbsim } from '../helpers/lbsim.js';
import { HAPROXY, NGINX_STREAM, startHaproxy, startNginx } from '../helpers/peers.js';
import { quietPort } from '../helpers/ports.js';
import { onlyWhere } from '../helpers/only-where.js';

const onEnd = cleanup();

const QUICK = ['--idle', '300ms'];
const WITH_NGINX = onlyWhere(NGINX_STREAM, 'nginx with its stream module');
const WITH_HAPROXY = onlyWhere(HAPROXY, 'HAProxy');

/** `lbsim balance` before a backend that is not there yet. @returns both ports */
async function balanced(...options: readonly string[]): Promise<{ port: number; backendPort: number }> {
  const backendPort = await quietPort();
  const lb = startBalance(
    [{ spec: `127.0.0.1:${backendPort}` }],
    onEnd,
    '--health-check-interval',
    '200ms',
    ...options,
  );
  return { port: await lb.port(), backendPort };
}

/** Checks a balancer; again when this machine stood still meanwhile. */
async function check(
  port: number,
  backendPort: number,
  ...options: readonly string[]
): Promise<{ status: number | null; report: ConformanceReport }> {
  const args = ['check', `127.0.0.1:${port}`, '--backend-port', `${backendPort}`, '--json', ...QUICK];
  for (;;) {
    const { status, stdout } = await runLbsim([...args, ...options]);
    const report = JSON.parse(stdout) as ConformanceReport;
    if (report.unclear.length === 0) return { status, report };
    expect(report.failed.length > 0 ? 1 : 3).toBe(status);
  }
}

describe('lbsim check', () => {
  it('finds that lbsim balance keeps all that can be kept', async () => {
    const { port, backendPort } = await balanced();

    const { status, report } = await check(port, backendPort);

    expect(report.checks.filter(({ verdict }) => !['kept', 'measured'].includes(verdict))).toEqual([]);
    expect(report).toMatchObject({
      balancer: `127.0.0.1:${port}`,
      backend: `127.0.0.1:${backendPort}`,
      ok: true,
      failed: [],
      verdicts: { kept: 11, broken: 0, measured: 2, unclear: 0 },
    });
    expect(status).toBe(0);
  });

  it('tells that lbsim balance lets a client wait for a backend', async () => {
    const { port, backendPort } = await balanced();

    const { status, report } = await check(
      port,
      backendPort,
      '--only',
      'backend-refuse',
      '--timeout',
      '600ms',
    );

    expect(report.checks[0]).toMatchObject({
      name: 'backend-refuse',
      verdict: 'measured',
      detail: 'kept waiting for more than 600 ms',
      figures: { clientSees: 'silence' },
    });
    expect(status).toBe(0);
  });

  it('prints a table, and nothing on standard error', async () => {
    const { port, backendPort } = await balanced();
    const args = [
      'check',
      `127.0.0.1:${port}`,
      '--backend-port',
      `${backendPort}`,
      '--only',
      'half-close,reset',
    ];

    const { status, stdout, stderr } = await runLbsim(args, { env: { LBSIM_LOG_LEVEL: 'warning' } });

    expect(stdout).toMatch(/│ check +│ verdict +│ what came through +│/);
    expect(stdout).toMatch(/│ half-close-client +│ kept +│ FIN after [\d.]+ ms; the other way 64\.0 KiB +│/);
    expect(stdout).toMatch(/\n5 kept\n$/);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('says that it waits when the balancer has not yet found the backend', async () => {
    const backendPort = await quietPort();
    let down = true;
    const { port } = await startProxy(backendPort, onEnd, { turnsAway: () => down });
    const kit = new Lbsim([
      'check',
      `127.0.0.1:${port}`,
      '--backend-port',
      `${backendPort}`,
      '--only',
      'bytes',
    ]);
    onEnd(() => kit.kill());

    const { level, message } = await kit.event('waiting');
    down = false;

    expect(level).toBe('info');
    expect(message).toBe(`waiting up to 15.0 s for a connection to come through 127.0.0.1:${port}`);
    expect(await kit.ended).toEqual({ status: 0, signal: null });
    expect(kit.stdout).toContain('1 kept');
  });

  it('keeps everything that it checks when there is no balancer between its two sides', async () => {
    const port = await quietPort();

    const { status, report } = await check(port, port);

    expect(report).toMatchObject({ ok: true, verdicts: { kept: 11, measured: 2 } });
    expect(status).toBe(0);
  });

  it('ends with status 143 when it is told to stop', async () => {
    const { port, backendPort } = await balanced();
    const args = ['check', `127.0.0.1:${port}`, '--backend-port', `${backendPort}`, '--only', 'idle-hold'];
    const kit = new Lbsim([...args, '--idle', '1h', '--log-level', 'debug']);
    onEnd(() => kit.kill());
    await kit.event('check_started');

    expect(await kit.kill('SIGTERM')).toEqual({ status: 143, signal: null });
  });
});

describe('lbsim check, with nginx stream', () => {
  WITH_NGINX.it('finds no half-close, as `proxy_half_close off` is its default', async () => {
    const backendPort = await quietPort();
    const port = await startNginx(backendPort, onEnd);

    const { status, report } = await check(port, backendPort);

    // A close(2) is how nginx ends a connection, so that each reset becomes FIN.
    expect(report.failed).toEqual([
      'half-close-client',
      'half-close-backend',
      'late-answer',
      'reset-client',
      'reset-backend',
    ]);
    expect(status).toBe(1);
  });

  WITH_NGINX.it('finds it where it is switched on', async () => {
    const backendPort = await quietPort();
    const port = await startNginx(backendPort, onEnd, 'proxy_half_close on;');

    const { status, report } = await check(port, backendPort, '--must', 'bytes,half-close,late-answer');

    expect(report).toMatchObject({ ok: true, failed: [] });
    expect(status).toBe(0);
  });

  WITH_NGINX.it('sees its PROXY header', async () => {
    const backendPort = await quietPort();
    const port = await startNginx(backendPort, onEnd, 'proxy_protocol on;');

    const { report } = await check(port, backendPort, '--only', 'bytes,early-bytes,proxy-header');

    expect(report.ok).toBe(true);
    expect(report.checks[2]?.figures).toMatchObject({ version: 'v1', namesClient: true });
  });
});

describe('lbsim check, with HAProxy', () => {
  // Half-closed connections are in its manual (`timeout client-fin`); a reset of the client is passed on (its issue
  // 1505). Version 2.6 makes FIN of a reset of the server.
  WITH_HAPROXY.it('finds half-close in TCP mode, and the reset of a client passed on', async () => {
    const backendPort = await quietPort();
    const port = await startHaproxy(backendPort, onEnd);

    const { report } = await check(port, backendPort);

    expect(report.failed.filter((name) => name !== 'reset-backend')).toEqual([]);
    expect(report.checks.find(({ name }) => name === 'proxy-header')?.figures).toEqual({ version: 'none' });
  });

  WITH_HAPROXY.it('sees its PROXY header, and is not confused by its health checks', async () => {
    const backendPort = await quietPort();
    const port = await startHaproxy(backendPort, onEnd, 'send-proxy-v2 check inter 100ms');

    const { status, report } = await check(
      port,
      backendPort,
      '--must',
      'bytes,early-bytes,half-close,late-answer',
    );

    expect(report).toMatchObject({ ok: true, failed: [] });
    expect(report.checks.find(({ name }) => name === 'proxy-header')?.figures).toMatchObject({
      version: 'v2',
      namesClient: true,
    });
    expect(status).toBe(0);
  });
});
