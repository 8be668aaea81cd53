import { describe, expect, it } from '@jest/globals';
import { AdminLab } from '../helpers/admin-api.js';
import { cleanup } from '../helpers/cleanup.js';

const onEnd = cleanup();

describe('the admin API of a balancer that is alone', () => {
  it('says so, and refuses what is for all balancers of a lab before it changes anything', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const alone = { status: 409, body: { code: 'ERR_STATE', detail: expect.stringContaining('--cluster') } };
    expect(await lab.ask('GET', '/v1/cluster')).toMatchObject(alone);
    const drain = { body: { admin: 'drain' } };
    expect(await lab.ask('PATCH', '/v1/backends/B1?everywhere=true', drain)).toMatchObject(alone);
    expect(await lab.ask('PATCH', '/v1/backends/B1?everywhere=maybe', drain)).toMatchObject({ status: 400 });
    expect(lab.balancer.snapshot().backends[0]?.admin).toBe('ready');
  });
});
