import { describe, expect, it } from '@jest/globals';
import { LbsimError } from '../../lib/errors.js';
import { AdminLab } from '../helpers/admin-api.js';
import { TestClient } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';
import { until } from '../helpers/sockets.js';
import { bearer, OPERATE, VIEW } from './attacks.js';

const onEnd = cleanup();
const BY = expect.stringMatching(/^api /);

/** A newcomer that is held back, and has said something. */
async function newcomer(lab: AdminLab): Promise<TestClient> {
  const before = lab.balancer.snapshot().waiting;
  const client = await TestClient.connect(lab.port);
  onEnd(() => client.socket.destroy());
  client.socket.write('hello\n');
  await until(() => lab.balancer.snapshot().waiting > before);
  return client;
}

async function post(lab: AdminLab, word: string, headers: Readonly<Record<string, string>> = {}) {
  return lab.ask('POST', `/v1/${word}`, { headers, body: {} });
}

describe('a hold by the admin API', () => {
  it('is begun, stepped through and released; each change is logged, and nothing else', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const begun = await post(lab, 'hold');
    expect(begun).toMatchObject({ status: 200, body: { held: { waiting: 0, by: BY } } });
    expect((await post(lab, 'hold')).body).toEqual(begun.body);
    expect((await post(lab, 'step')).body).toMatchObject({
      ...{ client: null, outcome: 'nobody', pick: null, waitsFor: null, held: { waiting: 0 } },
    });
    const [first, second] = [await newcomer(lab), await newcomer(lab)];
    const { body } = await lab.ask('GET', '/v1/balancer');
    expect(body).toMatchObject({ waiting: 2, held: { waiting: 2, by: BY } });
    expect((await post(lab, 'step')).body).toMatchObject({
      ...{ client: first.name, outcome: 'picked', waitsFor: null, held: { waiting: 1 } },
      pick: {
        client: first.name,
        backend: 'B1',
        why: expect.any(String),
        says: expect.stringContaining('B1'),
      },
    });
    expect(await first.answer()).toBe('B1:hello');
    expect((await lab.ask('GET', '/v1/picks')).body).toMatchObject({ items: [{ client: first.name }] });
    expect((await post(lab, 'release')).body).toEqual({ released: 1, held: null });
    expect(await second.answer()).toMatch(/^B\d:hello$/);
    expect((await post(lab, 'release')).body).toEqual({ released: 0, held: null });
    expect(lab.logged.map(({ event, fields }) => [event, fields])).toMatchObject([
      ['operated', { operation: 'hold', by: 'api' }],
      ['operated', { operation: 'step', target: first.name, value: 'B1' }],
      ['operated', { operation: 'release', value: 1 }],
    ]);
  });

  it('tells what a client waits for that a step let go', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    await lab.ask('PATCH', '/v1/balancer', { body: { maxConnections: 1 } });
    await post(lab, 'hold');
    const [, second] = [await newcomer(lab), await newcomer(lab)];
    await post(lab, 'step');
    expect((await post(lab, 'step')).body).toMatchObject({
      ...{ client: second.name, outcome: 'waits', pick: null, waitsFor: 'place', held: { waiting: 0 } },
    });
  });

  it('is a change of its generation, and refused for another; so is a step without a hold', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const { headers } = await lab.ask('GET', '/v1/balancer');
    const tag = { 'if-match': String(headers.etag) };
    expect((await post(lab, 'hold', tag)).status).toBe(200);
    for (const word of ['hold', 'step', 'release'])
      expect(await post(lab, word, tag)).toMatchObject({
        status: 412,
        body: { type: 'urn:lbsim:problem:stale' },
      });
    await post(lab, 'release');
    expect(await post(lab, 'step')).toMatchObject({
      status: 409,
      body: { type: 'urn:lbsim:problem:not-held', code: 'ERR_NOT_HELD' },
    });
  });

  it('is refused while clients come too fast, and once the balancer stops', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    lab.balancer.hold = () => {
      throw new LbsimError('ERR_TOO_BUSY', 'new connections come at 1200 a second');
    };
    expect(await post(lab, 'hold')).toMatchObject({
      status: 409,
      body: { type: 'urn:lbsim:problem:too-busy', code: 'ERR_TOO_BUSY' },
    });
    Reflect.deleteProperty(lab.balancer, 'hold');
    void lab.balancer.close();
    expect(await post(lab, 'hold')).toMatchObject({ status: 409, body: { code: 'ERR_STATE' } });
    expect(lab.logged).toEqual([]);
  });

  it('wants the token that may change, and JSON', async () => {
    const tokens = { operate: OPERATE, view: VIEW };
    const lab = await AdminLab.ofBalancer(onEnd, { port: { host: '127.0.0.1', port: 0, tokens } });
    for (const word of ['hold', 'step', 'release']) {
      const path = `/v1/${word}`;
      const looking = await lab.ask('POST', path, { headers: bearer(VIEW), body: {} }, 'port');
      const form = await lab.ask('POST', path, { headers: bearer(OPERATE) }, 'port');
      const got = await lab.ask('GET', path, { headers: bearer(OPERATE) }, 'port');
      expect([looking.status, form.status, got.status]).toEqual([403, 415, 405]);
    }
    expect(lab.balancer.snapshot().held).toBeNull();
  });
});
