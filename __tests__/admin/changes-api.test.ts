import { describe, expect, it } from '@jest/globals';
import { AdminLab } from '../helpers/admin-api.js';
import { TestClient } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';

const onEnd = cleanup();

describe('a change by the admin API', () => {
  it('takes times as the command line has them, and says what only a restart changes', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const set = await lab.ask('PATCH', '/v1/balancer', {
      body: { queueTimeout: '5s', idleTimeout: 90, maxPerBackend: 'unlimited' },
    });
    expect(set.body).toMatchObject({ settings: { queueTimeoutMs: 5000, idleTimeoutMs: 90_000 } });
    expect(lab.balancer.settings().maxPerBackend).toBe(Infinity);
    const undone = await lab.ask('PATCH', '/v1/balancer', { body: { queueTimeout: null } });
    expect(undone.body).toMatchObject({
      settings: { queueTimeoutMs: 30_000 },
      operator: { queueTimeoutMs: null },
    });
    expect(
      await lab.ask('PATCH', '/v1/balancer', { body: { queueTimeout: 'soon', maxConnections: 3 } }),
    ).toMatchObject({ status: 422, body: { errors: [{ pointer: '/queueTimeout' }] } });
    expect(
      await lab.ask('PATCH', '/v1/balancer', { body: { port: 1, workers: 2, maxConnections: 3 } }),
    ).toMatchObject({
      status: 409,
      body: { type: 'urn:lbsim:problem:needs-restart', keys: ['port', 'workers'] },
    });
    expect(lab.balancer.settings().maxConnections).toBe(10_000);
  });

  it('names what is near to an unknown backend', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    expect((await lab.ask('GET', '/v1/backends/b2')).body).toMatchObject({ didYouMean: ['B2'] });
    expect((await lab.ask('GET', '/v1/backends/other')).body).not.toHaveProperty('didYouMean');
  });

  it('undoes the drain of a removal that takes too long, but not what somebody else has said meanwhile', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const client = await TestClient.connect(lab.port);
    const [name = ''] = (await client.ask('x'))?.split(':') ?? [];
    const path = `/v1/backends/${name}?drain=300ms`;
    lab.balancer.once('backend_changed', () => setImmediate(() => lab.balancer.setAdmin(name, 'maint')));
    const json = { headers: { 'content-type': 'application/json' } };
    expect(await lab.ask('DELETE', path, json)).toMatchObject({
      status: 504,
      body: { backend: { operator: { admin: 'maint' } } },
    });
    client.socket.destroy();
  });
});
