import { describe, expect, it } from '@jest/globals';
import { AdminLab } from '../helpers/admin-api.js';
import { cleanup } from '../helpers/cleanup.js';

const onEnd = cleanup();

describe('PATCH /v1/balancer, with the words that options have as defaults', () => {
  it.each([
    ['slowStart', 'slowStartMs', 9000, 'off', 0],
    ['slowStartMs', 'slowStartMs', 9000, 'off', 0],
    ['rateLimit', 'rateLimit', 9, 'off', 0],
    ['allow', 'allow', ['127.0.0.0/8'], 'all', []],
    ['deny', 'deny', ['192.0.2.0/24'], 'none', []],
    ['maxPerBackend', 'maxPerBackend', 9, 'Unlimited', Infinity],
  ])('takes for %s (%s, %j) the word %s', async (key, setting, before, word, after) => {
    const lab = await AdminLab.ofBalancer(onEnd);
    lab.balancer.update({ [setting]: before });
    expect((await lab.ask('PATCH', '/v1/balancer', { body: { [key]: word } })).status).toBe(200);
    expect(lab.balancer.settings()).toHaveProperty(setting, after);
    expect(lab.logged.map(({ fields }) => fields)).toMatchObject([
      { operation: 'set', target: setting, value: word.toLowerCase() },
    ]);
  });

  it.each([
    { rateLimit: 'none' },
    { allow: 'off' },
    { queueMax: 'unlimited' },
    { queueMax: '1000' },
    { queueTimeoutMs: '30s' },
    { idleTimeout: 'off' },
  ])('refuses %j', async (body) => {
    const lab = await AdminLab.ofBalancer(onEnd);
    expect((await lab.ask('PATCH', '/v1/balancer', { body })).status).toBe(422);
    expect(lab.logged).toEqual([]);
  });
});

describe('PATCH /v1/balancer, with options of the algorithm', () => {
  it.each([
    ['choices', 3, 'choices', 3],
    ['sample', 'independent', 'sample', 'independent'],
    ['ewmaDecayMs', 5000, 'ewmaDecayMs', 5000],
    ['ewmaDecay', '5s', 'ewmaDecayMs', 5000],
  ])('takes %s (%j) without one, and undoes it', async (key, value, setting, after) => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const changed = await lab.ask('PATCH', '/v1/balancer', { body: { [key]: value } });
    expect(changed.body).toMatchObject({
      ...{ algorithm: 'auto', settings: { [setting]: after } },
      operator: { algorithm: null, [setting]: after },
    });
    const undone = await lab.ask('PATCH', '/v1/balancer', { body: { [key]: null } });
    expect(undone.body).toMatchObject({ operator: { [setting]: null, by: null } });
  });

  it('keeps them when the algorithm is another, and undoes them with it', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const schedulers: object[] = [];
    lab.balancer.on('algorithm_changed', (event) => schedulers.push(event));
    await lab.ask('PATCH', '/v1/balancer', { body: { choices: 3 } });
    await lab.ask('PATCH', '/v1/balancer', { body: { algorithm: 'peak-ewma', ewmaDecay: '5s' } });
    await lab.ask('PATCH', '/v1/balancer', { body: { algorithm: null } });
    expect(schedulers).toMatchObject([
      { algorithm: 'auto', choices: 3, sample: 'distinct', decay: 10_000 },
      { algorithm: 'peak-ewma', choices: 3, decay: 10_000 },
      { algorithm: 'peak-ewma', choices: 3, decay: 5000 },
      { algorithm: 'auto', choices: 2, decay: 10_000 },
    ]);
    expect(lab.balancer.snapshot().operator).toMatchObject({ choices: null, ewmaDecayMs: null, by: null });
  });
});
