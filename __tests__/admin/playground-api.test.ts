import { describe, expect, it } from '@jest/globals';
import { AdminLab } from '../helpers/admin-api.js';
import { cleanup } from '../helpers/cleanup.js';
import { fakePlayground } from '../helpers/playground.js';

const onEnd = cleanup();
const PATH = '/v1/playground';

async function lab() {
  const playground = fakePlayground();
  return { playground, api: await AdminLab.ofBalancer(onEnd, {}, { playground }) };
}

describe('the API of a playground', () => {
  it('is there in a playground alone', async () => {
    const plain = await AdminLab.ofBalancer(onEnd);
    expect((await plain.ask('GET', PATH)).status).toBe(404);
    expect((await plain.ask('GET', '/v1')).body).not.toHaveProperty('playground');
    const { api } = await lab();
    expect((await api.ask('GET', PATH)).body).toMatchObject({ load: { rate: 10 }, scene: null });
    expect((await api.ask('GET', '/v1')).body).toHaveProperty('playground', true);
  });

  it('changes the load, and logs it', async () => {
    const { api } = await lab();
    const { status, body } = await api.ask('PATCH', `${PATH}/load`, { body: { rate: 50, pattern: 'ramp' } });
    expect({ status, body }).toMatchObject({ status: 200, body: { rate: 50, pattern: 'ramp', held: 0 } });
    expect(api.logged.filter(({ event }) => event === 'operated')).toMatchObject([
      { fields: { operation: 'load', target: 'rate', value: 50 } },
      { fields: { operation: 'load', target: 'pattern', value: 'ramp' } },
    ]);
  });

  it.each([
    [{ rate: 501 }, '/rate', 'rate 501 is out of range: use 0 to 500'],
    [{ held: 501 }, '/held', 'held 501 is out of range: use an integer from 0 to 500'],
    [{ pattern: 'wild' }, '/pattern', /pattern wild .*steady, burst, spike, ramp/],
    [{ rate: '50' }, '/rate', "rate '50' is of the wrong type: use a number"],
    [{ speed: 1 }, '/speed', /unknown key 'speed': use one of rate, /],
  ])('refuses the load %j, and changes nothing', async (change, pointer, detail) => {
    const { api, playground } = await lab();
    const answer = await api.ask('PATCH', `${PATH}/load`, { body: { clients: 5, ...change } });
    const errors = [{ pointer, detail: expect.stringMatching(detail) as unknown }];
    expect(answer).toMatchObject({ status: 422, body: { type: 'urn:lbsim:problem:invalid', errors } });
    expect(playground.view().load.clients).toBe(10);
  });

  it('kills and starts the process of a backend', async () => {
    const { api, playground } = await lab();
    expect((await api.ask('POST', `${PATH}/backends/B1/kill`, { body: {} })).body).toMatchObject({
      pid: null,
    });
    expect((await api.ask('POST', `${PATH}/backends/B1/start`, { body: {} })).body).toMatchObject({
      pid: 4712,
    });
    expect(playground.asked).toEqual(['kill B1', 'start B1']);
    const { status, body } = await api.ask('POST', `${PATH}/backends/B9/kill`, { body: {} });
    expect({ status, body }).toMatchObject({
      status: 404,
      body: { type: 'urn:lbsim:problem:unknown-backend' },
    });
  });

  it('plays a scene', async () => {
    const { api } = await lab();
    expect((await api.ask('POST', `${PATH}/scenes/drain`, { body: {} })).body).toMatchObject({
      scene: 'drain',
    });
    expect(await api.ask('POST', `${PATH}/scenes/none`, { body: {} })).toMatchObject({
      status: 404,
      body: {
        type: 'urn:lbsim:problem:unknown-scene',
        detail: "unknown scene 'none': use one of drain",
      },
    });
  });

  it('lets one who may only look do none of it', async () => {
    const playground = fakePlayground();
    const port = { host: '127.0.0.1', port: 0, tokens: { operate: 'may-all', view: 'may-look' } };
    const api = await AdminLab.ofBalancer(onEnd, { port }, { playground });
    const headers = { Authorization: 'Bearer may-look', Host: new URL(api.url).host };
    expect((await api.ask('GET', PATH, { headers }, 'port')).status).toBe(200);
    const changes = [
      ['PATCH', 'load'],
      ['POST', 'backends/B1/kill'],
      ['POST', 'backends/B1/start'],
      ['POST', 'scenes/drain'],
    ] as const;
    for (const [method, path] of changes)
      expect((await api.ask(method, `${PATH}/${path}`, { headers, body: {} }, 'port')).status).toBe(403);
    expect(playground.asked).toEqual([]);
  });
});
