import { describe, expect, it } from '@jest/globals';
import { VirtualLab } from './labs.js';
import { VirtualTime } from './virtual-time.js';

const TAKEN = /^another balancer has the id L1 \(process 1 on h\): give each its own --cluster-id$/;

describe('of two balancers with one id', () => {
  it('the second says so once, serves on alone, and joins when the first has left', async () => {
    const time = new VirtualTime();
    const lab = new VirtualLab(time);
    const first = await lab.balancer('L1');
    const second = await lab.balancer('L1');
    await time.pass(1000);
    expect(second.eventsOf('cluster_lost')).toEqual([{ reason: expect.stringMatching(TAKEN) }]);
    expect(second.cluster.standing).toMatchObject({ state: 'lost', reason: expect.stringMatching(TAKEN) });
    const client = second.connect('k');
    expect(client.routedAt).toBe(client.askedAt);
    await time.pass(10_000);
    expect(second.eventsOf('cluster_lost')).toHaveLength(1);
    expect(first.eventsOf('cluster_lost')).toEqual([]);
    void first.cluster.stop();
    await time.pass(11_000);
    expect(second.cluster.standing).toMatchObject({ state: 'joined', reason: null });
    expect(lab.lab.lookUp(['k'], time.now)).toEqual([client.route?.backend.name]);
  });

  it('the second joins within a second, without a word, where it is the first one started anew', async () => {
    const time = new VirtualTime();
    const lab = new VirtualLab(time);
    const killed = await lab.balancer('L1');
    await time.pass(1000);
    killed.isDead = true;
    const anew = await lab.balancer('L1');
    expect(anew.cluster.standing.state).toBe('joining');
    await time.pass(1000);
    expect(anew.events.map(({ name }) => name)).toEqual(['cluster_joined']);
  });

  it('the first says so where the second has taken its place while it was cut off', async () => {
    const time = new VirtualTime();
    const lab = new VirtualLab(time);
    const first = await lab.balancer('L1');
    first.isCutOff = true;
    await time.pass(1000);
    const second = await lab.balancer('L1');
    first.isCutOff = false;
    await time.pass(6000);
    const reasons = first.eventsOf('cluster_lost').map(({ reason }) => reason);
    expect(reasons).toEqual([expect.stringMatching(/is away/), expect.stringMatching(TAKEN)]);
    expect(second.events.map(({ name }) => name)).toEqual(['cluster_joined']);
  });
});
