import { describe, expect, it } from '@jest/globals';
import { AdminLab } from '../helpers/admin-api.js';
import { TestClient } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';

const onEnd = cleanup();
const JSON_TYPE = { 'content-type': 'application/json' };

describe('requests to the admin API', () => {
  it.each([
    [
      'POST',
      '/v1/config/reload?dryrun=true',
      "unknown parameter 'dryrun' (did you mean dryRun?): use dryRun, dry-run, strict",
    ],
    [
      'PATCH',
      '/v1/backends/B1?wiat=1s',
      "unknown parameter 'wiat' (did you mean wait?): use wait, everywhere",
    ],
    ['GET', '/v1/balancer?pretty', "unknown parameter 'pretty': there are none here"],
    ['POST', '/v1/stop?now=true', "unknown parameter 'now': there are none here"],
    ['DELETE', '/v1/sessions/k?all=true', "unknown parameter 'all': there are none here"],
    ['DELETE', '/v1/connections?backend=B1&backend=B2', "parameter 'backend' is given twice: give it once"],
    ['GET', '/healthz?verbose', "unknown parameter 'verbose': there are none here"],
    ['GET', '/readyz?verbose=1', "unknown parameter 'verbose': there are none here"],
    ['GET', '/openapi.json?pretty=1', "unknown parameter 'pretty': there are none here"],
    ['GET', '/metrics?scope=server', "unknown parameter 'scope': there are none here"],
    ['GET', '/v1/live?after=x', "after 'x' is not the id of an event: use one such as 412"],
    ['GET', '/v1/connections?limit=5&limit=6', "parameter 'limit' is given twice: give it once"],
  ])('are refused with an unknown parameter: %s %s', async (method, path, detail) => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const answer = await lab.ask(method, path, { headers: JSON_TYPE });
    expect(answer).toMatchObject({ status: 400, body: { code: 'ERR_BAD_PARAMETER', detail } });
    expect([lab.stops, lab.logged]).toEqual([[], []]);
  });

  it.each([
    ['GET', '/v1/nowhere', 404, 'ERR_PATH_UNKNOWN'],
    ['PUT', '/v1/balancer', 405, 'ERR_METHOD'],
    ['GET', '/v1/connections?limit=0', 400, 'ERR_BAD_PARAMETER'],
    ['GET', '/v1/connections?backend=B9', 404, 'ERR_BACKEND_UNKNOWN'],
    ['DELETE', '/v1/connections?backend=B9', 404, 'ERR_BACKEND_UNKNOWN'],
    ['DELETE', '/v1/connections/x', 404, 'ERR_CONNECTION_UNKNOWN'],
    ['GET', '/v1/sessions/x', 404, 'ERR_SESSION_UNKNOWN'],
    ['PUT', '/v1/config', 428, 'ERR_IF_MATCH_NEEDED'],
    ['POST', '/v1/config/reload', 409, 'ERR_NO_CONFIG_FILE'],
    ['POST', '/v1/backends', 400, 'ERR_BAD_JSON'],
  ])('have a code in their problem: %s %s', async (method, path, status, code) => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const answer = await lab.ask(method, path, { headers: JSON_TYPE, body: '' });
    expect(answer).toMatchObject({ status, body: { code } });
  });

  it.each([
    ['POST', '/v1/hold'],
    ['POST', '/v1/step'],
    ['POST', '/v1/release'],
    ['POST', '/v1/stop'],
    ['POST', '/v1/drain'],
    ['POST', '/v1/backends/B1/probe'],
  ])('are refused with a key that nobody reads: %s %s', async (method, path) => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const answer = await lab.ask(method, path, { body: { n: 3 } });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/n' }] } });
    expect([lab.stops, lab.logged]).toEqual([[], []]);
  });

  it.each([
    ['OPTIONS', '/v1', 405, 'GET'],
    ['PUT', '/v1/backends', 405, 'GET, POST'],
    ['POST', '/v1/balancer', 405, 'GET, PATCH'],
    ['PUT', '/v1/nowhere', 404, undefined],
    ['PATCH', '/nowhere', 404, undefined],
  ])(
    'are told that they are not possible, before their type is looked at: %s %s',
    async (method, path, status, allow) => {
      const lab = await AdminLab.ofBalancer(onEnd);
      const answer = await lab.ask(method, path);
      expect([answer.status, answer.headers.allow]).toEqual([status, allow]);
    },
  );

  it('tell a client that cannot be pinned from a balancer that stops', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const pin = async (): Promise<unknown> =>
      (await lab.ask('PUT', '/v1/sessions/k', { body: { backend: 'B1' } })).body;
    lab.balancer.update({ stickyKey: 'none' });
    expect(await pin()).toMatchObject({ type: 'urn:lbsim:problem:not-now', status: 409, code: 'ERR_STATE' });
    const client = await TestClient.connect(lab.port);
    await client.ask('x');
    const closed = lab.balancer.close(60_000);
    expect(await pin()).toMatchObject({ type: 'urn:lbsim:problem:stopping', status: 409, code: 'ERR_STATE' });
    client.socket.destroy();
    await closed;
  });

  it('are told that a backend is leaving', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const client = await TestClient.connect(lab.port);
    const [name = ''] = (await client.ask('x'))?.split(':') ?? [];
    lab.balancer.reconfigure({ removed: [name] });
    const ready = await lab.ask('PATCH', `/v1/backends/${name}`, { body: { admin: 'ready' } });
    expect(ready).toMatchObject({
      status: 409,
      body: { type: 'urn:lbsim:problem:leaving', code: 'ERR_BACKEND_LEAVING' },
    });
    client.socket.destroy();
  });

  it('are bound to a generation by If-Match, whatever they change', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const old = String((await lab.ask('GET', '/v1/balancer')).headers.etag);
    lab.balancer.setWeight('B1', 2);
    for (const [method, path, body] of [
      ['POST', '/v1/drain', {}],
      ['POST', '/v1/stop', {}],
      ['PUT', '/v1/sessions/k', { backend: 'B1' }],
      ['DELETE', '/v1/sessions?all=true', {}],
      ['DELETE', '/v1/connections?backend=B1', {}],
      ['PATCH', '/v1/backends/B1/faults', { hang: true }],
      ['POST', '/v1/config/check', { port: 0 }],
      ['POST', '/v1/config/reload', {}],
    ] as const)
      expect(await lab.ask(method, path, { body, headers: { 'if-match': old } })).toMatchObject({
        status: 412,
        body: { type: 'urn:lbsim:problem:stale', code: 'ERR_STALE' },
      });
    expect([lab.stops, lab.logged]).toEqual([[], []]);
    const now = String((await lab.ask('GET', '/v1/balancer')).headers.etag);
    for (const [tags, status] of [
      [now, 200],
      [`"0", ${now}`, 200],
      [`${now},"0"`, 200],
      ['*', 200],
      ['"0", "1000"', 412],
      [`W/${now}`, 412],
    ] as const) {
      const headers = { 'if-match': tags };
      expect((await lab.ask('DELETE', '/v1/sessions?all=true', { headers })).status).toBe(status);
    }
  });

  it('need no content type to delete without a body', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    expect((await lab.ask('DELETE', '/v1/backends/B2')).status).toBe(204);
    for (const asked of [
      { body: '{}' },
      { headers: { 'content-type': 'text/plain' } },
      { headers: { 'transfer-encoding': 'chunked' } },
    ])
      expect((await lab.ask('DELETE', '/v1/backends/B1', asked)).status).toBe(415);
    expect((await lab.ask('POST', '/v1/stop')).status).toBe(415);
  });

  it('reach a port of every address by the one that is told', async () => {
    const tokens = { operate: 'operate-token' };
    const lab = await AdminLab.ofBalancer(onEnd, { port: { host: '0.0.0.0', port: 0, tokens } });
    expect(lab.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const headers = { authorization: 'Bearer operate-token' };
    expect((await lab.ask('GET', '/v1', { headers }, 'port')).status).toBe(200);
  });

  it('see what is observed of a balancer, and what is in force', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    lab.balancer.update({ queueMax: 7 });
    const { body } = await lab.ask('GET', '/v1/balancer');
    expect(body).toMatchObject({
      observed: { stopping: false, openConnections: 0, waiting: 0, backends: 2, active: 2 },
      effective: { algorithm: 'auto', queueMax: 7, maxPerBackend: 'unlimited', stickyKey: 'ip' },
    });
  });

  it('get connections and sessions page by page', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    for (const n of [1, 2, 3]) {
      const client = await TestClient.connect(lab.port);
      onEnd(() => client.socket.destroy());
      await client.ask('x');
      lab.balancer.pinSession(`192.0.2.${n}`, 'B1');
    }
    const connections = await pages(lab, '/v1/connections?limit=2', 'id');
    expect(connections.map(({ length }) => length)).toEqual([2, 1]);
    expect(new Set(connections.flat()).size).toBe(3);
    const sessions = await pages(lab, '/v1/sessions?limit=2&prefix=192.0.2.', 'key');
    expect(sessions).toEqual([['192.0.2.3', '192.0.2.2'], ['192.0.2.1']]);
    for (const path of ['/v1/connections?after=7', '/v1/sessions?after=x'])
      expect((await lab.ask('GET', path)).status).toBe(400);
  });
});

/** What the items of each page have under a key. */
async function pages(lab: AdminLab, path: string, key: string): Promise<string[][]> {
  const found: string[][] = [];
  for (let after = ''; ;) {
    const { body } = await lab.ask('GET', `${path}${after}`);
    const { items, next, generation } = body as {
      readonly items: readonly Readonly<Record<string, string>>[];
      readonly next?: string;
      readonly generation: number;
    };
    expect(generation).toBe(lab.balancer.snapshot().generation);
    found.push(items.map((item) => item[key] ?? ''));
    if (next === undefined) return found;
    after = `&after=${encodeURIComponent(next)}`;
  }
}
