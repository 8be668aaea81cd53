import { describe, expect, it } from '@jest/globals';
import { AdminLab } from '../helpers/admin-api.js';
import { cleanup } from '../helpers/cleanup.js';

const onEnd = cleanup();

describe('the admin API of a backend', () => {
  it('shows, sets and ends faults by their names on the command line', async () => {
    const lab = await AdminLab.ofServer(onEnd);
    const set = await lab.ask('PATCH', '/v1/server/faults', {
      body: { latency: '300ms', hang: true, 'refuse-ratio': 0.5 },
    });
    expect(set.body).toEqual({ latency: '300ms', hang: true, 'refuse-ratio': '0.5' });
    expect(lab.server.faults).toMatchObject({ latencyMs: 300, hang: true, refuseRatio: 0.5 });
    const less = await lab.ask('PATCH', '/v1/server/faults', { body: { latency: null, hang: false } });
    expect(less.body).toEqual({ 'refuse-ratio': '0.5' });
    const healed = await lab.ask('DELETE', '/v1/server/faults', {
      headers: { 'content-type': 'application/json' },
    });
    expect(healed.body).toEqual({});
    expect((await lab.ask('GET', '/v1/server')).body).toMatchObject({ name: 'B1', open: 0, faults: {} });
    expect(lab.logged.map(({ message }) => message)).toEqual([
      expect.stringContaining('fault latency 300ms, hang on, refuse-ratio 0.5, by api'),
      expect.stringContaining('fault latency off, hang off, by api'),
      expect.stringContaining('heal, by api'),
    ]);
  });

  it.each([
    [
      { latency: '300ms', jiter: 5 },
      '/jiter',
      /^unknown fault 'jiter': use one of latency, .* \(did you mean jitter\?\)$/,
    ],
    [{ latency: 'slow' }, '/latency', /^fault latency: 'slow' is not a duration/],
    [{ latency: {} }, '/latency', /^fault latency \{\} is not a value/],
    [{ latency: true }, '/latency', /^fault latency true is not a value: use one such as "300ms"/],
  ])('refuses %j, and changes nothing', async (body, pointer, detail) => {
    const lab = await AdminLab.ofServer(onEnd);
    const answer = await lab.ask('PATCH', '/v1/server/faults', { body });
    const match = expect.stringMatching(detail) as unknown;
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer, detail: match }] } });
    expect((await lab.ask('GET', '/v1/server/faults')).body).toEqual({});
    expect(lab.logged).toEqual([]);
  });

  it('has no paths of a balancer', async () => {
    const lab = await AdminLab.ofServer(onEnd);
    expect(await lab.ask('GET', '/v1/wherever')).toMatchObject({
      status: 404,
      body: { type: 'urn:lbsim:problem:unknown-path' },
    });
    expect(await lab.ask('PUT', '/v1/server', { body: {} })).toMatchObject({
      status: 405,
      headers: { allow: 'GET' },
    });
  });
});
