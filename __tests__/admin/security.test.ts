import { connect } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { AdminLab } from '../helpers/admin-api.js';
import { cleanup } from '../helpers/cleanup.js';
import { ATTACKS, bearer, OPERATE, VIEW } from './attacks.js';

const onEnd = cleanup();
const port = { host: '127.0.0.1', port: 0, tokens: { operate: OPERATE, view: VIEW } };

describe('the admin port', () => {
  it.each(ATTACKS)('refuses %s', async (_what, method, path, asked, status) => {
    const lab = await AdminLab.ofBalancer(onEnd, { port });
    const { generation } = lab.balancer.snapshot();
    const own = new URL(lab.url).port;
    const headers = Object.fromEntries(
      Object.entries(asked.headers ?? {}).map(([name, value]) => [name, value.replace('PORT', own)]),
    );
    const answer = await lab.ask(method, path, { ...asked, headers }, 'port');
    expect(answer.status).toBe(status);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(lab.balancer.snapshot()).toMatchObject({ generation, stopping: false });
    expect(lab.stops).toEqual([]);
    expect(lab.logged).toEqual([]);
    expect(answer.text).not.toContain(OPERATE);
  });

  it('lets in who has a token, by its own names', async () => {
    const lab = await AdminLab.ofBalancer(onEnd, { port });
    const own = new URL(lab.url).port;
    for (const host of [`127.0.0.1:${own}`, `localhost:${own}`, `[::1]:${own}`]) {
      const headers = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
      expect((await lab.ask('GET', '/v1', { headers: { ...headers, ...bearer(VIEW) } }, 'port')).status).toBe(
        200,
      );
    }
    const body = { weight: 2 };
    expect(
      (await lab.ask('PATCH', '/v1/backends/B1', { headers: bearer(OPERATE), body }, 'port')).status,
    ).toBe(200);
    for (const path of ['/healthz', '/readyz', '/openapi.json'])
      expect((await lab.ask('GET', path, {}, 'port')).status).toBe(200);
  });

  it('keeps no answer in caches, and says what it is', async () => {
    const lab = await AdminLab.ofBalancer(onEnd, { port });
    for (const headers of [bearer(VIEW), {}])
      expect((await lab.ask('GET', '/v1', { headers }, 'port')).headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
      });
  });

  it('answers ten wrong tokens a second as such, the others by 429, and the right ones always', async () => {
    const lab = await AdminLab.ofBalancer(onEnd, { port });
    const statuses: number[] = [];
    while (!statuses.includes(429) && statuses.length < 200)
      statuses.push((await lab.ask('GET', '/v1', { headers: bearer('wrong') }, 'port')).status);
    expect(statuses).toContain(429);
    expect(statuses.filter((status) => status === 401).length).toBeGreaterThanOrEqual(10);
    const answer = await lab.ask('GET', '/v1', { headers: bearer('wrong') }, 'port');
    if (answer.status === 429) expect(answer.headers['retry-after']).toBe('1');
    for (const token of [VIEW, OPERATE, VIEW, OPERATE]) {
      await Promise.all(
        Array.from({ length: 11 }, () => lab.ask('GET', '/v1', { headers: bearer('wrong') }, 'port')),
      );
      expect((await lab.ask('GET', '/v1', { headers: bearer(token) }, 'port')).status).toBe(200);
    }
  });

  it.each([
    '',
    'localhost@evil.example:PORT',
    'localhost:PORT, evil.example',
    'localhost:PORT\r\nHost: evil.example',
    '[::1',
  ])('refuses the host %j', async (host) => {
    const lab = await AdminLab.ofBalancer(onEnd, { port });
    const { port: own } = new URL(lab.url);
    const socket = connect(Number(own), '127.0.0.1');
    onEnd(() => socket.destroy());
    const named = host.replace('PORT', own);
    socket.write(`GET /v1 HTTP/1.1\r\nHost: ${named}\r\nAuthorization: Bearer ${OPERATE}\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(String(answer)).toMatch(/^HTTP\/1\.1 4(00|21) .*application\/problem\+json/s);
  });

  it('has no WebSocket', async () => {
    const lab = await AdminLab.ofBalancer(onEnd, { port });
    const { port: own } = new URL(lab.url);
    const socket = connect(Number(own), '127.0.0.1');
    onEnd(() => socket.destroy());
    socket.write(
      `GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1:${own}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(String(answer)).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('serves 32 streams and refuses the 33rd', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const streams = Array.from({ length: 33 }, () => {
      const socket = connect(lab.socket);
      onEnd(() => socket.destroy());
      socket.write('GET /v1/events HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n');
      return once(socket, 'data').then(([data]) => String(data).slice(9, 12));
    });
    expect((await Promise.all(streams)).toSorted()).toEqual([
      ...Array.from({ length: 32 }, () => '200'),
      '429',
    ]);
  });
});
