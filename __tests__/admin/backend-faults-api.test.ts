import { describe, expect, it } from '@jest/globals';
import { AdminServer } from '../../lib/admin/admin-server.js';
import { EventRing } from '../../lib/admin/event-ring.js';
import { MetricsPage } from '../../lib/metrics/metrics-page.js';
import { ServerMetrics } from '../../lib/metrics/server-metrics.js';
import { BackendServer } from '../../lib/server/backend-server.js';
import { AdminLab } from '../helpers/admin-api.js';
import { cleanup } from '../helpers/cleanup.js';

const onEnd = cleanup();
const NO_BODY = { headers: { 'content-type': 'application/json' } };

/** A balancer, and an `lbsim server` that it calls web. */
async function labWithServer(
  host = '127.0.0.1',
): Promise<{ lab: AdminLab; server: BackendServer; admin: AdminServer }> {
  const lab = await AdminLab.ofBalancer(onEnd);
  const server = new BackendServer({ name: 'S', host, port: 0 });
  const { name, ...address } = await server.listen();
  onEnd(() => server.close(0));
  const metrics = new MetricsPage(new ServerMetrics(server));
  const common = { startedAt: new Date(), events: new EventRing(), metrics, log: () => undefined };
  const stop = (): void => undefined;
  const admin = new AdminServer({ kind: 'server', name, address, server, mode: 'named', stop, ...common });
  onEnd(() => admin.close());
  await admin.listen();
  const body = { name: 'web', host: '127.0.0.1', port: address.port };
  expect((await lab.ask('POST', '/v1/backends', { body })).body).toMatchObject({ control: 'local' });
  return { lab, server, admin };
}

describe('faults of a backend through its balancer', () => {
  it.each(['127.0.0.1', '0.0.0.0'])('are shown, set and ended: one that listens on %s', async (host) => {
    const { lab, server } = await labWithServer(host);
    const path = '/v1/backends/web/faults';
    expect((await lab.ask('GET', path)).body).toEqual({});
    const set = await lab.ask('PATCH', path, { body: { latency: '300ms' } });
    expect(set.body).toEqual({ latency: '300ms' });
    expect(server.faults.latencyMs).toBe(300);
    expect((await lab.ask('DELETE', path, NO_BODY)).body).toEqual({});
    expect(server.faults.latencyMs).toBe(0);
    expect(lab.logged.slice(1)).toMatchObject([
      { event: 'operated', fields: { operation: 'fault', target: 'web', value: 'latency 300ms' } },
      { event: 'operated', fields: { operation: 'heal', target: 'web' } },
    ]);
  });

  it('are refused in the words of the server', async () => {
    const { lab } = await labWithServer();
    const answer = await lab.ask('PATCH', '/v1/backends/web/faults', { body: { jiter: 5 } });
    expect(answer).toMatchObject({
      status: 422,
      body: { instance: '/v1/backends/web/faults', errors: [{ pointer: '/jiter' }] },
    });
  });

  it('are none of a backend that is another program, or has gone', async () => {
    const { lab, admin } = await labWithServer();
    const problem = { type: 'urn:lbsim:problem:not-a-laboratory-backend' };
    expect((await lab.ask('GET', '/v1/backends/B1')).body).toMatchObject({ control: null });
    expect(await lab.ask('GET', '/v1/backends/B1/faults')).toMatchObject({ status: 404, body: problem });
    expect(await lab.ask('GET', '/v1/backends/B9/faults')).toMatchObject({
      status: 404,
      body: { type: 'urn:lbsim:problem:unknown-backend' },
    });
    await admin.close();
    expect(await lab.ask('GET', '/v1/backends/web/faults')).toMatchObject({ status: 404, body: problem });
  });
});
