import { expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { Lbsim, runLbsim, type LogRecord } from '../helpers/lbsim.js';
import { inNamespace, onlyLocalPort, WITH_NAMESPACES } from '../helpers/namespace.js';
import { pickFailures } from '../helpers/scrape.js';

const onEnd = cleanup();

/** The one port that connections have for their own end. */
const PORT = 40_000;
const onePort = (command: readonly string[]): string[] => inNamespace(command, onlyLocalPort(PORT));

WITH_NAMESPACES.describe('where nobody listens on the port that a dial is given itself', () => {
  it.each(['127.0.0.1', '::1', 'localhost'])('lbsim client is refused at %s', async (host) => {
    const args = ['client', '--host', host, '--port', `${PORT}`];
    const once = await runLbsim([...args, '--message', 'echo?'], { within: onePort });
    expect(once).toMatchObject({ status: 1, stdout: '' });
    expect(once.stderr).toContain('connection refused');
    const piped = await runLbsim(args, { within: onePort, input: 'echo?\n' });
    expect(piped).toMatchObject({ status: 1, stdout: '' });
    const load = await runLbsim([...args, '--count', '3', '--json'], { within: onePort });
    expect(JSON.parse(load.stdout)).toMatchObject({ ok: 0, errors: { connection_refused: 3 } });
  });

  it('lbsim check is refused', async () => {
    const args = ['check', `127.0.0.1:${PORT}`, '--backend-port', '9000'];
    const { status, stderr } = await runLbsim(args, { within: onePort });
    expect(stderr).toContain('connection refused');
    expect(status).toBe(1);
  });

  it('a probe of lbsim balance finds nobody', async () => {
    const args = ['balance', '--port', '9000', '--backends', `B1=127.0.0.1:${PORT},B2=[::1]:${PORT}`];
    const lb = new Lbsim([...args, '--health-check-interval', '0.1'], { within: onePort });
    onEnd(() => lb.kill());
    await lb.event('no_active_servers');
    const downs = lb.all('backend_down_at_start').map(({ backend, reason }) => [backend, reason]);
    expect(downs.sort()).toEqual([
      ['B1', 'connection refused'],
      ['B2', 'connection refused'],
    ]);
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    expect(lb.all('failback')).toEqual([]);
  });
});

WITH_NAMESPACES.describe('with --port 0', () => {
  it('a backend that turns out to be the balancer itself is refused before a client is served', async () => {
    const args = ['balance', '--port', '0', '--backends', `SELF=localhost:${PORT}`];
    const { status, stderr } = await runLbsim(args, { within: onePort });
    expect(stderr).toMatch(/lbsim: backend SELF at 127\.0\.0\.1:40000 is this balancer itself/);
    expect(stderr).not.toContain('listening on 127');
    expect(status).toBe(2);
  });
});

WITH_NAMESPACES.describe('where no local port is left for a dial', () => {
  it('a client of lbsim balance ends with that reason', async () => {
    const server = new Lbsim(['server', '--port', '9001'], { within: onePort });
    onEnd(() => server.kill());
    await server.event('listening');
    const { pid } = server.child;
    const beside = (command: readonly string[]): string[] => ['nsenter', '-t', `${pid}`, '-n', ...command];
    const backend = ['--backends', 'B1=127.0.0.1:9001', '--health-check-interval', '1h'];
    const patience = ['--wait-for-backend-timeout', '0.3'];
    const listen = ['--host', '0.0.0.0', '--port', '9000'];
    const lb = new Lbsim(['balance', ...listen, ...backend, ...patience], { within: beside });
    onEnd(() => lb.kill());
    await lb.event('listening');

    // To each address of the balancer one connection can be made, and from the balancer to the backend one in all.
    for (const host of ['127.0.0.1', '127.0.0.2']) {
      const client = new Lbsim(['client', '--host', host, '--port', '9000'], {
        within: beside,
        input: 'pipe',
      });
      onEnd(() => client.kill());
    }

    const isOver = (): LogRecord | undefined =>
      lb.all('connection_close').find(({ end }) => end === 'connect_failed');
    expect((await lb.until('connect_failed', isOver)).reason).toBe('no local port');
    expect(await pickFailures(lb, 'B1', 'no_local_port')).toBeGreaterThan(0);
    expect(lb.all('failover')).toEqual([]);
  });
});
