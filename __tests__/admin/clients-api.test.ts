import { describe, expect, it } from '@jest/globals';
import { AdminLab } from '../helpers/admin-api.js';
import { TestClient } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';

const onEnd = cleanup();
const JSON_TYPE = { headers: { 'content-type': 'application/json' } };

async function connected(lab: AdminLab): Promise<{ client: TestClient; backend: string }> {
  const client = await TestClient.connect(lab.port);
  onEnd(() => client.socket.destroy());
  const [backend = ''] = (await client.ask('hello'))?.split(':') ?? [];
  return { client, backend };
}

describe('connections by the admin API', () => {
  it('are listed, found by id, and closed', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const { client, backend } = await connected(lab);
    const { body } = await lab.ask('GET', `/v1/connections?backend=${backend}`);
    expect(body).toMatchObject({ total: 1, items: [{ backend, key: '127.0.0.1', bytesIn: 6 }] });
    const [{ id } = { id: '' }] = (body as { items: { id: string }[] }).items;
    expect((await lab.ask('GET', `/v1/connections/${id}`)).body).toMatchObject({ id });
    expect((await lab.ask('GET', '/v1/connections?older=1h')).body).toMatchObject({ total: 0, items: [] });
    expect((await lab.ask('DELETE', `/v1/connections/${id}?how=reset`, JSON_TYPE)).status).toBe(204);
    expect(await client.askInVain('still there?')).toBeUndefined();
    expect(await lab.ask('DELETE', `/v1/connections/${id}`, JSON_TYPE)).toMatchObject({
      status: 404,
      body: { type: 'urn:lbsim:problem:unknown-connection' },
    });
  });

  it('of one backend are closed together, and a backend in use is removed with them', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const { client, backend } = await connected(lab);
    expect((await lab.ask('DELETE', `/v1/connections?backend=${backend}`, JSON_TYPE)).body).toEqual({
      closed: 1,
    });
    expect(await client.askInVain('x')).toBeUndefined();
    const other = await connected(lab);
    expect((await lab.ask('DELETE', `/v1/backends/${other.backend}?close=fin`, JSON_TYPE)).status).toBe(204);
    expect(await other.client.askInVain('x')).toBeUndefined();
    for (const path of ['/v1/connections', `/v1/connections?backend=${backend}&how=gently`])
      expect((await lab.ask('DELETE', path, JSON_TYPE)).status).toBe(400);
  });
});

describe('sessions by the admin API', () => {
  it('are pinned, listed and forgotten', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const pinned = await lab.ask('PUT', '/v1/sessions/127.0.0.1', { body: { backend: 'B2' } });
    expect(pinned.body).toMatchObject({ key: '127.0.0.1', backend: 'B2', connections: 0 });
    expect((await connected(lab)).backend).toBe('B2');
    expect((await lab.ask('GET', '/v1/sessions?backend=B2&prefix=127')).body).toMatchObject({
      items: [{ key: '127.0.0.1', connections: 1, expiresInMs: null }],
    });
    expect((await lab.ask('GET', '/v1/sessions?backend=B1')).body).toEqual({ items: [], generation: 1 });
    expect((await lab.ask('DELETE', '/v1/sessions/127.0.0.1', JSON_TYPE)).status).toBe(204);
    expect(await lab.ask('GET', '/v1/sessions/127.0.0.1')).toMatchObject({
      status: 404,
      body: { type: 'urn:lbsim:problem:unknown-session' },
    });
    expect((await lab.ask('DELETE', '/v1/sessions?all=true', JSON_TYPE)).body).toEqual({ forgotten: 0 });
  });

  it.each([
    ['PUT', '/v1/sessions/127.0.0.1', { backend: 'B9' }, 404],
    ['PUT', '/v1/sessions/127.0.0.1', { backend: 7 }, 422],
    ['PUT', '/v1/sessions/127.0.0.1', {}, 422],
    ['DELETE', '/v1/sessions', {}, 400],
    ['DELETE', '/v1/sessions?all=true&backend=B1', {}, 400],
    ['DELETE', '/v1/sessions?backend=B9', {}, 404],
  ])('refuse %s %s %j', async (method, path, body, status) => {
    const lab = await AdminLab.ofBalancer(onEnd);
    expect((await lab.ask(method, path, { body })).status).toBe(status);
    expect(lab.logged).toEqual([]);
  });
});

describe('explanations by the admin API', () => {
  it('say what would decide, and what has decided, also before they were asked for', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const { body } = await lab.ask('GET', '/v1/explain?key=192.0.2.7');
    expect(body).toMatchObject({ key: '192.0.2.7', session: { hit: false, reason: 'none' } });
    const { backend } = await connected(lab);
    const { client } = await connected(lab);
    expect((await lab.ask('GET', '/v1/picks')).body).toMatchObject({
      items: [
        {
          ...{ id: 1, backend, key: '127.0.0.1', why: 'round-robin', explained: false, considered: [] },
          says: `round-robin chose ${backend}; picks were not explained yet.`,
        },
        {
          ...{ id: 2, backend, why: 'sticky', client: `127.0.0.1:${client.socket.localPort}` },
          says: `127.0.0.1 sticks to ${backend}.`,
        },
      ],
      since: 'now',
    });
    await connected(lab);
    const picks = await lab.ask('GET', '/v1/picks?limit=1');
    expect(picks.body).toMatchObject({ items: [{ id: 3, backend, explained: true }], since: null });
    expect((await lab.ask('GET', '/v1/picks?limit=0')).status).toBe(400);
  });
});

describe('layers of truth in the admin API', () => {
  it('keep what the operator changed apart, say who, and undo it', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    await lab.ask('PATCH', '/v1/backends/B1', { body: { maxConnections: 7 } });
    const changed = await lab.ask('PATCH', '/v1/backends/B1', {
      body: { weight: 5, admin: 'drain', maxConnections: 'unlimited' },
    });
    expect(changed.body).toMatchObject({
      config: { weight: 1 },
      operator: {
        weight: 5,
        admin: 'drain',
        maxConnections: 'unlimited',
        by: `api unix:${process.getuid?.()}`,
      },
      effective: { weight: 5, state: 'drain' },
    });
    const undone = await lab.ask('PATCH', '/v1/backends/B1', {
      body: { weight: null, admin: null, maxConnections: null },
    });
    expect(undone.body).toMatchObject({
      operator: { weight: null, admin: null, by: null },
      effective: { weight: 1, state: 'up' },
    });
  });

  it('have a tag that only changes move, and that a change can be bound to', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const first = String((await lab.ask('GET', '/v1/backends')).headers.etag);
    await connected(lab);
    expect((await lab.ask('GET', '/v1/backends/B1')).headers.etag).toBe(first);
    const body = { weight: 2 };
    const changed = await lab.ask('PATCH', '/v1/backends/B1', { body, headers: { 'if-match': first } });
    expect(changed.status).toBe(200);
    const stale = await lab.ask('PATCH', '/v1/backends/B1', {
      body: { weight: 3 },
      headers: { 'if-match': first },
    });
    expect(stale).toMatchObject({ status: 412, headers: { etag: changed.headers.etag } });
    expect(lab.balancer.snapshot().backends[0]?.weight).toBe(2);
  });

  it('have settings of the balancer, all changed or none', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const set = await lab.ask('PATCH', '/v1/balancer', {
      body: { queueMax: 7, maxPerBackend: 3, algorithm: 'random' },
    });
    expect(set.body).toMatchObject({ algorithm: 'random', settings: { queueMax: 7, maxPerBackend: 3 } });
    const wrong = await lab.ask('PATCH', '/v1/balancer', {
      body: { queueMax: -1, algorithm: 'round-robin' },
    });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: '/queueMax' }] } });
    expect(lab.balancer.snapshot().algorithm).toBe('random');
    const undone = await lab.ask('PATCH', '/v1/balancer', { body: { queueMax: null, algorithm: null } });
    expect(undone.body).toMatchObject({ algorithm: 'auto', settings: { queueMax: 1000 } });
  });

  it('are checked anew when asked', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    expect((await lab.ask('POST', '/v1/backends/B1/probe', JSON_TYPE)).body).toMatchObject({
      ok: true,
      reason: null,
    });
    expect((await lab.ask('POST', '/v1/backends/B9/probe', JSON_TYPE)).status).toBe(404);
  });
});
