import { describe, expect, it } from '@jest/globals';
import { TOLERANCE } from '../../lib/cluster/held-sessions.js';
import { MemoryLab } from '../../lib/cluster/memory/memory-lab.js';
import { TTL_MS } from './labs.js';
import { twoBalancers } from './two-balancers.js';

describe('the idle life of an entry in the store', () => {
  it('does not pass while a client is connected, and ends for one that is not', async () => {
    const { time, lab, one } = await twoBalancers();
    const client = one.connect('stays');
    await one.visit('leaves');
    for (let minute = 0; minute < 5; minute++) await time.pass(60_000);
    expect(lab.lab.lookUp(['stays', 'leaves'], time.now)).toEqual([client.route?.backend.name, null]);
  });

  it('is told to the store, of a client that comes and goes, when a hundredth of its idle life has passed', async () => {
    const { time, lab, one } = await twoBalancers();
    await one.visit('k');
    const [claims, renewals]: [string[], string[]] = [[], []];
    const claim = lab.lab.claim.bind(lab.lab);
    const renew = lab.lab.renew.bind(lab.lab);
    lab.lab.claim = (claimed, by, now) => {
      claims.push(...claimed.map(({ key }) => key));
      return claim(claimed, by, now);
    };
    lab.lab.renew = (entries, ttlMs, now) => {
      renewals.push(...entries.map(({ key }) => key));
      return renew(entries, ttlMs, now);
    };
    const since = time.now;
    let visits = 0;
    for (; time.now < since + 10 * TOLERANCE * TTL_MS; visits++) await one.visit('k');
    expect(renewals.length).toBeGreaterThanOrEqual(5);
    expect(renewals.length).toBeLessThanOrEqual(10);
    expect(visits).toBeGreaterThan(renewals.length);
    expect(claims).toEqual([]);
    await time.pass((1 - TOLERANCE) * TTL_MS - 1000);
    expect(lab.lab.lookUp(['k'], time.now)).not.toEqual([null]);
  });

  it('is the longer one from when that is set: of clients that leave then, and of those that stay', async () => {
    const { time, lab, one } = await twoBalancers();
    one.connect('stays');
    await one.visit('k');
    lab.ttlMs = 10 * TTL_MS;
    one.brain.router.setStickyTtl(10 * TTL_MS);
    await one.visit('k');
    await time.pass(2 * TTL_MS);
    expect(lab.lab.lookUp(['k', 'stays'], time.now)).not.toContain(null);
  });

  it('is the shorter one from when that is set: of clients that leave then, however soon, and of those that stay', async () => {
    const { time, lab, one } = await twoBalancers();
    const shorterMs = TTL_MS / 10;
    const stays = one.connect('stays');
    await one.visit('k');
    lab.ttlMs = shorterMs;
    one.brain.router.setStickyTtl(shorterMs);
    await one.visit('k');
    await time.pass(300);
    lab.isAway = true;
    one.leave(stays);
    await time.pass(2 * shorterMs);
    expect(lab.lab.lookUp(['k', 'stays'], time.now)).toEqual([null, null]);
  });

  it('begins anew for one that was claimed anew when little of it was left', async () => {
    const { time, lab, one } = await twoBalancers();
    await one.visit('k');
    await time.pass(TTL_MS - 3000);
    lab.lab = new MemoryLab();
    await time.pass(500);
    expect(one.eventsOf('cluster_back')).toMatchObject([{ reclaimed: 1 }]);
    const backend = await one.visit('k');
    await time.pass(10_000);
    expect(lab.lab.lookUp(['k'], time.now)).toEqual([backend]);
  });

  it('begins anew for one that another balancer had claimed before', async () => {
    const { time, lab, one } = await twoBalancers();
    for (const name of ['B', 'C']) one.brain.pool.opened(one.backendNamed(name));
    const lookUp = lab.lab.lookUp.bind(lab.lab);
    lab.lab.lookUp = (keys) => keys.map(() => null); // it is claimed between the look-up and the claim
    lab.lab.claim([{ key: 'k', backend: 'B', ttlMs: 1000 }], 'two', time.now);
    expect(await one.visit('k')).toBe('A');
    expect(one.eventsOf('session_conflict')).toMatchObject([{ key: 'k', here: 'A', there: 'B' }]);
    await time.pass(10_000);
    expect(lookUp(['k'], time.now)).toEqual(['B']);
  });
});
