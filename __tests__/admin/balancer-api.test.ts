import { describe, expect, it } from '@jest/globals';
import { AdminLab } from '../helpers/admin-api.js';
import { DOCUMENT } from '../helpers/openapi.js';
import { TestBackend, TestClient } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';

const onEnd = cleanup();

describe('the admin API of a balancer', () => {
  it('says which process it is, and how it stands', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    expect((await lab.ask('GET', '/v1')).body).toMatchObject({
      kind: 'balance',
      name: 'LB',
      pid: process.pid,
      stickyKey: 'ip',
    });
    lab.balancer.update({ stickyKey: 'ip-port' });
    expect((await lab.ask('GET', '/v1')).body).toMatchObject({ stickyKey: 'ip-port' });
    expect((await lab.ask('GET', '/v1/balancer')).body).toMatchObject({
      backends: 2,
      active: 2,
      stopping: false,
    });
    const { body } = await lab.ask('GET', '/v1/backends');
    expect(body).toMatchObject({ items: [{ name: 'B1' }, { name: 'B2', effective: { state: 'up' } }] });
    expect((await lab.ask('GET', '/healthz')).status).toBe(200);
    expect((await lab.ask('GET', '/openapi.json')).body).toEqual(DOCUMENT);
  });

  it('says how full SESSION_MAP is, and nothing of it where there is none', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const sessions = async (): Promise<unknown> =>
      ((await lab.ask('GET', '/v1/balancer')).body as { sessions: unknown }).sessions;
    expect(await sessions()).toEqual({ size: 0, max: 100_000 });
    await lab.ask('PUT', '/v1/sessions/192.0.2.7', { body: { backend: 'B2' } });
    await lab.ask('PATCH', '/v1/balancer', { body: { stickyMax: 50 } });
    expect(await sessions()).toEqual({ size: 1, max: 50 });
    await lab.ask('PATCH', '/v1/balancer', { body: { stickyKey: 'none' } });
    expect(await sessions()).toBeNull();
  });

  it('is ready while a backend is active', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    expect((await lab.ask('GET', '/readyz')).status).toBe(200);
    for (const name of ['B1', 'B2'])
      await lab.ask('PATCH', `/v1/backends/${name}`, { body: { admin: 'maint' } });
    const { status, body } = await lab.ask('GET', '/readyz');
    expect({ status, body }).toMatchObject({
      status: 503,
      body: { detail: 'no backend is active: clients wait' },
    });
  });

  it('changes a backend, and logs who did it', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const answer = await lab.ask('PATCH', '/v1/backends/B2', {
      body: { weight: 5, admin: 'drain', maxConnections: 7 },
    });
    expect(answer.body).toMatchObject({
      effective: { state: 'drain', active: false, weight: 5 },
      load: { max: 7 },
    });
    expect(lab.balancer.snapshot().backends[1]).toMatchObject({
      weight: 5,
      admin: 'drain',
      maxConnections: 7,
    });
    await lab.ask('PATCH', '/v1/backends/B2', {
      body: { maxConnections: null },
      headers: { 'x-lbsim-client': 'ctl' },
    });
    expect(lab.logged.map(({ event, fields }) => ({ event, ...fields }))).toMatchObject([
      { event: 'operated', operation: 'weight', target: 'B2', value: 5, by: 'api' },
      { event: 'operated', operation: 'limit', target: 'B2', value: 7, by: 'api' },
      { event: 'operated', operation: 'drain', target: 'B2', by: 'api' },
      {
        event: 'operated',
        operation: 'limit',
        value: 'default',
        by: 'ctl',
        from: `unix:${process.getuid?.()}`,
      },
    ]);
  });

  it.each([
    [{ weight: 0 }, '/weight', 'weight 0 is out of range: use an integer from 1 to 256, or null to undo'],
    [{ weight: '5' }, '/weight', 'weight "5" is out of range: use an integer from 1 to 256, or null to undo'],
    [
      { weight: 2, admin: 'off' },
      '/admin',
      'admin "off" is out of range: use one of ready, drain, maint, or null to undo',
    ],
    [
      { maxConnections: 0.5 },
      '/maxConnections',
      "maxConnections 0.5 is out of range: use an integer from 1 up, 'unlimited', or null to undo",
    ],
    [{ wieght: 2 }, '/wieght', "unknown key 'wieght': use one of weight, admin, maxConnections"],
  ])('refuses %j, and changes nothing', async (body, pointer, detail) => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const { generation } = lab.balancer.snapshot();
    const answer = await lab.ask('PATCH', '/v1/backends/B1', { body });
    expect(answer).toMatchObject({
      status: 422,
      body: { type: 'urn:lbsim:problem:invalid', errors: [{ pointer, detail }] },
    });
    expect(lab.balancer.snapshot().generation).toBe(generation);
    expect(lab.logged).toEqual([]);
  });

  it('says which backends there are when one is unknown', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    for (const method of ['GET', 'DELETE'])
      expect(
        await lab.ask(method, '/v1/backends/B9', { headers: { 'content-type': 'application/json' } }),
      ).toMatchObject({
        status: 404,
        body: {
          code: 'ERR_BACKEND_UNKNOWN',
          detail: "unknown backend 'B9': use one of B1, B2 (did you mean B1?)",
        },
      });
  });

  it('adds a backend, which clients come to, and removes it', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const extra = await TestBackend.start('B3');
    onEnd(() => extra.stop());
    const body = { name: 'B3', host: '127.0.0.1', port: extra.port, weight: 2 };
    const added = await lab.ask('POST', '/v1/backends', { body });
    expect(added).toMatchObject({
      status: 201,
      headers: { location: '/v1/backends/B3' },
      body: { name: 'B3' },
    });
    expect(await lab.ask('POST', '/v1/backends', { body })).toMatchObject({
      status: 409,
      body: { type: 'urn:lbsim:problem:duplicate-backend', code: 'ERR_BACKEND_DUPLICATE' },
    });
    const ready = await lab.ask('PATCH', '/v1/backends/B3?wait=20s', { body: { admin: 'ready' } });
    expect(ready.body).toMatchObject({ effective: { state: 'up', weight: 2 } });
    const gone = await lab.ask('DELETE', '/v1/backends/B3', {
      headers: { 'content-type': 'application/json' },
    });
    expect(gone.status).toBe(204);
    expect(lab.balancer.snapshot().backends.map(({ name }) => name)).toEqual(['B1', 'B2']);
  });

  it('keeps a backend that is in use until it is drained', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const client = await TestClient.connect(lab.port);
    const [name = ''] = (await client.ask('x'))?.split(':') ?? [];
    const [json, path] = [{ headers: { 'content-type': 'application/json' } }, `/v1/backends/${name}`];
    expect(await lab.ask('DELETE', path, json)).toMatchObject({ status: 409, body: { open: 1 } });
    expect(await lab.ask('DELETE', `${path}?drain=50ms`, json)).toMatchObject({
      status: 504,
      body: {
        detail: `${name} is not removed: it still has 1 open connection, and is up: drain it for longer`,
        backend: { operator: { admin: null }, effective: { state: 'up' } },
      },
    });
    lab.balancer.setAdmin(name, 'drain');
    expect(await lab.ask('DELETE', `${path}?drain=50ms`, json)).toMatchObject({ status: 504 });
    expect((await lab.ask('GET', path)).body).toMatchObject({ effective: { state: 'draining' } });
    const removed = lab.ask('DELETE', `${path}?drain=60s`, json);
    client.socket.destroy();
    expect((await removed).status).toBe(204);
  });

  it('waits until a backend is drained, and says when it is not', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const client = await TestClient.connect(lab.port);
    const [name = ''] = (await client.ask('x'))?.split(':') ?? [];
    const late = await lab.ask('PATCH', `/v1/backends/${name}?wait=50ms`, { body: { admin: 'drain' } });
    expect(late).toMatchObject({
      status: 504,
      body: { type: 'urn:lbsim:problem:not-yet', backend: { load: { open: 1 } } },
    });
    const drained = lab.ask('PATCH', `/v1/backends/${name}?wait=60s`, { body: { admin: 'drain' } });
    client.socket.destroy();
    expect((await drained).body).toMatchObject({ effective: { state: 'drain' }, load: { open: 0 } });
    expect(await lab.ask('PATCH', `/v1/backends/${name}?wait=soon`, { body: {} })).toMatchObject({
      status: 400,
    });
  });

  it('changes the algorithm and the limit of all backends', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const body = { algorithm: 'power-of-two', choices: 2, maxPerBackend: 9 };
    expect((await lab.ask('PATCH', '/v1/balancer', { body })).body).toMatchObject({
      algorithm: 'power-of-two',
    });
    expect(lab.balancer.snapshot().backends.map(({ maxConnections }) => maxConnections)).toEqual([9, 9]);
    for (const wrong of [
      { algorithm: 'fastest' },
      { choices: 0 },
      { sample: 'some' },
      { ewmaDecayMs: 0 },
      { maxPerBackend: 0 },
      { algorithm: 'random', choices: -1 },
    ])
      expect((await lab.ask('PATCH', '/v1/balancer', { body: wrong })).status).toBe(422);
    expect(lab.balancer.snapshot().algorithm).toBe('power-of-two');
  });

  it.each([
    ['/v1/drain', undefined, undefined],
    ['/v1/drain', {}, undefined],
    ['/v1/drain', { timeout: '10s' }, 10_000],
    ['/v1/drain', { timeout: 1.5 }, 1500],
    ['/v1/stop', undefined, 0],
  ])('stops at POST %s with %j', async (path, body, drainMs) => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const headers = { 'content-type': 'application/json' };
    expect((await lab.ask('POST', path, { headers, ...(body && { body }) })).status).toBe(202);
    expect(lab.stops).toEqual([drainMs]);
  });

  it.each([{ timeout: 'soon' }, { timeout: -1 }, { time: '1s' }, { timeout: {} }])(
    'does not stop at POST /v1/drain with %j',
    async (body) => {
      const lab = await AdminLab.ofBalancer(onEnd);
      expect((await lab.ask('POST', '/v1/drain', { body })).status).toBe(422);
      expect([lab.stops, lab.logged]).toEqual([[], []]);
    },
  );
});
