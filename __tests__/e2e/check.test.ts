import { describe, expect, it } from '@jest/globals';
import { startBalance } from '../helpers/balance.js';
import { checked } from '../helpers/check.js';
import { cleanup } from '../helpers/cleanup.js';
import { Lbsim, runLbsim } from '../helpers/lbsim.js';
import { quietPort } from '../helpers/ports.js';

const onEnd = cleanup();

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

describe('lbsim check, with lbsim balance', () => {
  it('finds that lbsim balance keeps all that can be kept', async () => {
    const { port, backendPort } = await balanced();

    const { status, report } = await checked(port, backendPort);

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

    const { status, report } = await checked(
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

  it('ends with status 143 when it is told to stop', async () => {
    const { port, backendPort } = await balanced();
    const args = ['check', `127.0.0.1:${port}`, '--backend-port', `${backendPort}`, '--only', 'idle-hold'];
    const kit = new Lbsim([...args, '--idle', '1h', '--log-level', 'debug']);
    onEnd(() => kit.kill());
    await kit.event('check_started');

    expect(await kit.kill('SIGTERM')).toEqual({ status: 143, signal: null });
  });
});
