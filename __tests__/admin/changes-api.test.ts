import { describe, expect, it } from '@jest/globals';
import { balanceCommand } from '../../lib/cli/commands/balance.js';
import { isLive } from '../../lib/control/live-settings.js';
import { keyOf } from '../../lib/schema/library.js';
import { AdminLab } from '../helpers/admin-api.js';
import { TestClient } from '../helpers/backends.js';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { until } from '../helpers/sockets.js';

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

  it('says of every other option of the command that only a restart changes it', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const { options } = balanceCommand;
    const keys = Object.entries(options).flatMap(([name, option]) => {
      const key = keyOf(name, option);
      return isLive(key) || key === 'algorithm' ? [] : [key, key.replace(/Ms$/, '')];
    });
    expect(keys).toEqual(expect.arrayContaining(['logConnections', 'dnsHold', 'metricsBackends', 'admin']));
    const refusals = await Promise.all(
      keys.map(async (key) => [key, (await lab.ask('PATCH', '/v1/balancer', { body: { [key]: 1 } })).status]),
    );
    expect(refusals.filter(([, status]) => status !== 409)).toEqual([]);
  });

  it('that waits sees what it has changed, however many others look', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const [backend] = await startBackends(1, onEnd);
    const look = (): Promise<unknown> =>
      Promise.all(Array.from({ length: 30 }, () => lab.ask('GET', '/v1/backends')));
    await look();
    const body = { name: 'B9', host: '127.0.0.1', port: backend?.port };
    expect(await lab.ask('POST', '/v1/backends?wait=60s', { body })).toMatchObject({
      status: 201,
      body: { name: 'B9', effective: { state: 'up' } },
    });
    const client = await TestClient.connect(lab.port);
    onEnd(() => client.socket.destroy());
    const name = (await client.ask('x'))?.split(':')[0] ?? '';
    await look();
    const drain = { body: { admin: 'drain' } };
    expect((await lab.ask('PATCH', `/v1/backends/${name}?wait=1ms`, drain)).status).toBe(504);
  });

  it('refuses one setting under two keys', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const body = { queueTimeout: '1s', queueTimeoutMs: 2000 };
    const answer = await lab.ask('PATCH', '/v1/balancer', { body });
    expect(answer).toMatchObject({
      status: 422,
      body: { detail: 'queueTimeout and queueTimeoutMs are one setting: give one of them' },
    });
  });

  it.each([
    { host: 'a b', port: 1 },
    { host: '[::1]', port: 2 },
    { host: 'dns:foo', port: 3 },
    { host: '127.0.0.1', port: 4, name: '..' },
    { host: '127.0.0.1', port: 4, name: '.' },
    { host: '127.0.0.1', port: 4, name: 'a\ud800b' },
  ])('refuses a backend that could not be reached: %j', async (spec) => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const before = lab.balancer.snapshot().backends.length;
    expect((await lab.ask('POST', '/v1/backends', { body: spec })).status).toBe(422);
    expect(lab.balancer.snapshot().backends).toHaveLength(before);
  });

  it.each([
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['2001:DB8::1', '2001:db8::1'],
  ])('takes the address of a client however it is written: %s', async (written, key) => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const path = `/v1/sessions/${encodeURIComponent(written)}`;
    expect((await lab.ask('PUT', path, { body: { backend: 'B2' } })).body).toMatchObject({
      key,
      backend: 'B2',
    });
    expect((await lab.ask('GET', path)).body).toMatchObject({ key });
    const explained = await lab.ask('GET', `/v1/explain?key=${encodeURIComponent(written)}`);
    expect(explained.body).toMatchObject({ backend: 'B2' });
    expect((await lab.ask('DELETE', path)).status).toBe(204);
    expect(lab.balancer.sessions({ limit: 9 })).toEqual([]);
  });

  it('is not said to be done when somebody undoes it meanwhile', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const client = await TestClient.connect(lab.port);
    const [name = ''] = (await client.ask('x'))?.split(':') ?? [];
    const drain = lab.ask('PATCH', `/v1/backends/${name}?wait=60s`, { body: { admin: 'drain' } });
    await until(() => lab.balancer.snapshot().backends.some(({ admin }) => admin === 'drain'));
    lab.balancer.setAdmin(name, 'ready');
    expect(await drain).toMatchObject({ status: 409, body: { type: 'urn:lbsim:problem:not-now' } });
    const removed = lab.ask('DELETE', `/v1/backends/${name}?drain=60s`);
    await until(() => lab.balancer.snapshot().backends.some(({ admin }) => admin === 'drain'));
    lab.balancer.setAdmin(name, 'ready');
    expect(await removed).toMatchObject({ status: 409, body: { type: 'urn:lbsim:problem:not-now' } });
    expect(await client.ask('y')).toBe(`${name}:y`);
    client.socket.destroy();
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
