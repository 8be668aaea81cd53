import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it, jest } from '@jest/globals';
import { Conformance, runChecks } from '../../lib/check/conformance.js';
import type { CheckVerdict } from '../../lib/check/finding.js';
import type { ConformanceOptions } from '../../lib/check/options.js';
import { cleanup } from '../helpers/cleanup.js';
import { quietPort } from '../helpers/ports.js';
import { connectToLoopback, listenOnLoopback, receive } from '../helpers/sockets.js';
import { startProxy, type Wrongs } from './wrong-proxy.js';

const onEnd = cleanup();

/** A kit before a proxy, which makes two quick checks unless others are asked for. */
async function kit(
  options: Partial<ConformanceOptions> = {},
  wrongs: Wrongs = {},
): Promise<{ conformance: Conformance; backendPort: number; stopProxy: () => void }> {
  const backendPort = await quietPort();
  const { port, stop } = await startProxy(backendPort, onEnd, wrongs);
  const balancer = { host: '127.0.0.1', port };
  const only = ['reset-client', 'half-close-client'];
  return {
    conformance: new Conformance({ balancer, backendPort, timeoutMs: 1500, only, ...options }),
    backendPort,
    stopProxy: stop,
  };
}

describe('the conformance kit', () => {
  it('makes the checks in the order of the table, and tells of each', async () => {
    const { conformance, backendPort } = await kit();
    const told: unknown[] = [];
    conformance
      .on('listening', ({ port }) => told.push(port))
      .on('check_started', ({ name, nth, of }) => told.push(`${nth}/${of} ${name}`))
      .on('check_finished', ({ name, verdict }) => told.push(`${name} ${verdict}`));

    const report = await conformance.run();

    expect(told).toEqual([
      backendPort,
      '1/2 half-close-client',
      'half-close-client kept',
      '2/2 reset-client',
      'reset-client kept',
    ]);
    expect(report).toMatchObject({
      backend: `127.0.0.1:${backendPort}`,
      ok: true,
      verdicts: { kept: 2, broken: 0, measured: 0, unclear: 0 },
    });
    expect(report.checks.map(({ name }) => name)).toEqual(['half-close-client', 'reset-client']);
  });

  it('can be run again', async () => {
    const { conformance } = await kit();

    expect([(await conformance.run()).ok, (await conformance.run()).ok]).toEqual([true, true]);
  });

  it('fails only for what must hold', async () => {
    const { conformance } = await kit({ must: ['half-close-client'] }, { resetAsFin: true });

    const report = await conformance.run();

    expect(report).toMatchObject({ ok: true, failed: [], verdicts: { kept: 1, broken: 1 } });
    expect(report.checks.map(({ name, must }) => [name, must])).toEqual([
      ['half-close-client', true],
      ['reset-client', false],
    ]);
  });

  it('is not confused by probes and strangers', async () => {
    const { conformance, backendPort } = await kit();
    conformance.on('check_started', () => {
      const probe = connect(backendPort, '127.0.0.1', () => probe.destroy());
      probe.on('error', () => undefined);
      for (const words of ['GET / HTTP/1.1\r\n\r\n', 'PROXY TCP4 ', 'lbsim-check me go\n', 'x'.repeat(500)]) {
        const stranger = connect(backendPort, '127.0.0.1', () => stranger.write(words));
        stranger.on('error', () => undefined);
        onEnd(() => stranger.destroy());
      }
    });

    expect(await conformance.run()).toMatchObject({ ok: true, verdicts: { kept: 2 } });
  });

  it('closes its side when a probe closes its own', async () => {
    const { conformance, backendPort } = await kit();
    const probed = once(conformance, 'listening').then(async () => {
      const probe = await connectToLoopback(backendPort);
      probe.end();
      return receive(probe);
    });

    await conformance.run();

    expect(await probed).toMatchObject({ ending: 'fin' });
  });

  it('tries until the balancer has found out that the backend is up, and tells that it waits', async () => {
    let down = true;
    const { conformance } = await kit({}, { turnsAway: () => down });
    const waited: unknown[] = [];
    conformance.on('waiting', (event) => {
      waited.push(event);
      down = false;
    });

    expect(await conformance.run()).toMatchObject({ ok: true, verdicts: { kept: 2 } });

    expect(waited).toEqual([{ patienceMs: 15_000 }]);
  });

  it('gives up when no connection comes through', async () => {
    const { server, port } = await listenOnLoopback((client) => client.destroy());
    onEnd(() => server.close());
    const backendPort = await quietPort();

    const run = runChecks({ balancer: { host: '127.0.0.1', port }, backendPort, patienceMs: 300 });

    await expect(run).rejects.toMatchObject({
      code: 'ERR_NO_ANSWER',
      kind: 'runtime',
      message: `no connection to 127.0.0.1:${port} came through to the backend in 300 ms (it closed the connection (FIN)): have the balancer forward to 127.0.0.1:${backendPort} and nothing else`,
    });
  });

  it('says so when the balancer does not listen', async () => {
    const port = await quietPort();

    const run = runChecks({ balancer: { host: '127.0.0.1', port }, backendPort: await quietPort() });

    await expect(run).rejects.toMatchObject({
      code: 'ERR_CONNECT',
      message: `cannot connect to 127.0.0.1:${port} (connection refused): start the balancer there, or give another address`,
    });
  });

  it('says so when the port of its backend is taken', async () => {
    const { server, port } = await listenOnLoopback(() => undefined);
    onEnd(() => server.close());

    const run = runChecks({ balancer: { host: '127.0.0.1', port }, backendPort: port });

    await expect(run).rejects.toMatchObject({ code: 'ERR_ADDRESS_IN_USE' });
  });

  it('fails with an unclear verdict where nothing could be checked', async () => {
    const { conformance, stopProxy } = await kit();
    conformance.once('check_finished', stopProxy);

    const report = await conformance.run();

    expect(report).toMatchObject({ ok: false, failed: ['reset-client'], unclear: [] });
    expect(report.checks[1]).toMatchObject({
      verdict: 'unclear',
      detail: 'no connection came through: cannot connect (connection refused)',
    });
  });

  it.each<[string, Wrongs, string, CheckVerdict]>([
    ['what did not come', { keepsQuiet: true }, 'backend-dies-idle', 'unclear'],
    ['what came too soon', { cutsIdleMs: 200 }, 'idle-hold', 'unclear'],
    ['FIN instead of RST', { resetAsFin: true }, 'reset-client', 'unclear'],
    ['bytes that are wrong', { flipsByte: 1000 }, 'bytes', 'broken'],
    ['nothing wrong', {}, 'half-close-client', 'kept'],
  ])('judges %s fairly when the clock jumps meanwhile', async (_what, wrongs, only, verdict) => {
    const { conformance } = await kit({ only: [only], timeoutMs: 300, idleMs: 1000 }, wrongs);
    const now = Date.now.bind(Date);
    conformance.once('check_started', () => {
      setTimeout(() => jest.spyOn(Date, 'now').mockImplementation(() => now() + 3_600_000));
    });
    onEnd(() => jest.restoreAllMocks());

    const { checks, failed, unclear, ok } = await conformance.run();

    expect(checks).toMatchObject([{ verdict }]);
    expect({ failed, unclear, ok }).toEqual({
      failed: verdict === 'broken' ? [only] : [],
      unclear: verdict === 'unclear' ? [only] : [],
      ok: verdict === 'kept',
    });
    if (verdict === 'unclear') expect(checks[0]?.detail).toMatch(/^this machine stood still for \S+.*: /);
  });

  it('leaves the port of its backend free', async () => {
    const { conformance, backendPort } = await kit();

    await conformance.run();

    const socket = connect(backendPort, '127.0.0.1');
    expect(await once(socket, 'error')).toMatchObject([{ code: 'ECONNREFUSED' }]);
  });
});
