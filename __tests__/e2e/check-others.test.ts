import { describe, expect, it } from '@jest/globals';
import { startProxy } from '../check/wrong-proxy.js';
import { checked } from '../helpers/check.js';
import { cleanup } from '../helpers/cleanup.js';
import { Lbsim } from '../helpers/lbsim.js';
import { onlyWhere } from '../helpers/only-where.js';
import { HAPROXY, NGINX_STREAM, startHaproxy, startNginx } from '../helpers/peers.js';
import { quietPort } from '../helpers/ports.js';

const onEnd = cleanup();

const WITH_NGINX = onlyWhere(NGINX_STREAM, 'nginx with its stream module');
const WITH_HAPROXY = onlyWhere(HAPROXY, 'HAProxy');

describe('lbsim check', () => {
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

    const { status, report } = await checked(port, port);

    expect(report).toMatchObject({ ok: true, verdicts: { kept: 11, measured: 2 } });
    expect(status).toBe(0);
  });
});

describe('lbsim check, with nginx stream', () => {
  WITH_NGINX.it('finds no half-close, as `proxy_half_close off` is its default', async () => {
    const backendPort = await quietPort();
    const port = await startNginx(backendPort, onEnd);

    const { status, report } = await checked(port, backendPort);

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

    const { status, report } = await checked(port, backendPort, '--must', 'bytes,half-close,late-answer');

    expect(report).toMatchObject({ ok: true, failed: [] });
    expect(status).toBe(0);
  });

  WITH_NGINX.it('sees its PROXY header', async () => {
    const backendPort = await quietPort();
    const port = await startNginx(backendPort, onEnd, 'proxy_protocol on;');

    const { report } = await checked(port, backendPort, '--only', 'bytes,early-bytes,proxy-header');

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

    const { report } = await checked(port, backendPort);

    expect(report.failed.filter((name) => name !== 'reset-backend')).toEqual([]);
    expect(report.checks.find(({ name }) => name === 'proxy-header')?.figures).toEqual({ version: 'none' });
  });

  WITH_HAPROXY.it('sees its PROXY header, and is not confused by its health checks', async () => {
    const backendPort = await quietPort();
    const port = await startHaproxy(backendPort, onEnd, 'send-proxy-v2 check inter 100ms');

    const { status, report } = await checked(
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
