import { describe, expect, it } from '@jest/globals';
import { LIFE_MS } from '../../lib/cluster/beat-times.js';
import { MemoryLab } from '../../lib/cluster/memory/memory-lab.js';
import type { Beat } from '../../lib/cluster/shared-store.js';
import { LbsimError } from '../../lib/errors.js';
import { TIMEOUT_MS, VirtualLab, type VirtualBalancer } from './labs.js';
import { twoBalancers } from './two-balancers.js';
import { VirtualTime } from './virtual-time.js';

/** As the balancer gives it to a store that does not know it yet. */
function beatOf({ brain, cluster }: VirtualBalancer): Beat {
  const open = Object.fromEntries(
    brain.pool.backends.map(({ name, ownConnections }) => [name, ownConnections]),
  );
  const info = { host: 'h', pid: 1, version: '0', address: null, startedAt: '' };
  return {
    id: cluster.standing.id,
    instance: 'two 2',
    info,
    open,
    health: {},
    lifeMs: LIFE_MS,
    after: null,
    revision: 0,
  };
}

describe('when their store fails, balancers', () => {
  it('go on alone while the store is away, and agree when it is back, though it is empty', async () => {
    const { time, lab, one, two } = await twoBalancers();
    const known = await one.visit('known');
    lab.isAway = true;
    await time.pass(1000);
    for (const each of [one, two]) expect(each.eventsOf('cluster_lost')).toHaveLength(1);
    const client = one.connect('new');
    expect(client.routedAt).toBe(client.askedAt);
    await time.pass(1);
    one.leave(client);
    expect(one.cluster.standing).toMatchObject({
      state: 'lost',
      unconfirmedSessions: 1,
      members: [{ id: 'one' }],
    });
    lab.lab = new MemoryLab();
    lab.isAway = false;
    await time.pass(15_000);
    expect(one.eventsOf('cluster_back')).toMatchObject([{ reclaimed: 2, conflicts: 0 }]);
    expect(one.cluster.standing).toMatchObject({ state: 'joined', unconfirmedSessions: 0 });
    for (const each of [one, two]) expect(each.eventsOf('cluster_lost')).toHaveLength(1);
    expect(await two.visit('known')).toBe(known);
    expect(await two.visit('new')).toBe(client.route?.backend.name);
  });

  it('claim anew what they hold, idle clients too, where the store was emptied and no connection broke', async () => {
    const { time, lab, one, two } = await twoBalancers();
    const idle = await one.visit('idle');
    lab.lab = new MemoryLab();
    await time.pass(500);
    expect(lab.lab.lookUp(['idle'], time.now)).toEqual([idle]);
    expect(one.eventsOf('cluster_lost')).toEqual([{ reason: 'it was emptied' }]);
    expect(one.eventsOf('cluster_back')).toMatchObject([{ reclaimed: 1, conflicts: 0 }]);
    expect(two.eventsOf('cluster_back')).toMatchObject([{ reclaimed: 0, conflicts: 0 }]);
    expect(await two.visit('idle')).toBe(idle);
  });

  it('know nothing of the connections of others while it is away, though it goes while they tell it again what they hold', async () => {
    const { time, lab, one, two } = await twoBalancers();
    await one.visit('held');
    two.connect('k');
    await time.pass(500);
    const known = (): number[] => one.brain.pool.backends.map(({ remoteConnections }) => remoteConnections);
    const others = known();
    expect(others).not.toEqual([0, 0, 0]);
    const emptied = new MemoryLab();
    emptied.beat(beatOf(two), time.now);
    let knownThen: number[] | undefined;
    emptied.claim = () => {
      knownThen = known();
      lab.isAway = true;
      return [];
    };
    lab.lab = emptied;
    await time.pass(500);
    expect(knownThen).toEqual(others);
    expect(one.cluster.standing).toMatchObject({ state: 'lost', reason: expect.stringMatching(/away/) });
    expect(known()).toEqual([0, 0, 0]);
    expect(one.eventsOf('cluster_lost')).toHaveLength(1);
  });

  it("tell a store that was emptied the operator's words again, and the newer one stays", async () => {
    const { time, lab, one } = await twoBalancers();
    const say = (backend: string, admin: 'drain' | 'ready'): unknown =>
      one.cluster.say({ change: 'word', backend, word: { admin } });
    for (const backend of ['A', 'B']) say(backend, 'drain');
    await time.pass(1000);
    lab.lab = new MemoryLab();
    say('B', 'ready');
    await time.pass(1000);
    const late = await lab.balancer('late');
    await time.pass(1000);
    expect(late.words.map((word) => word.slice(0, 3))).toEqual(
      expect.arrayContaining([
        ['admin', 'A', 'drain'],
        ['admin', 'B', 'ready'],
      ]),
    );
    expect(late.words).toHaveLength(2);
  });

  it('claim all that they hold though an answer of the store is lost meanwhile', async () => {
    const { time, lab, one } = await twoBalancers();
    await one.visit('k');
    const present = new MemoryLab();
    const claim = present.claim.bind(present);
    let isFirst = true;
    present.claim = (...claims) => {
      lab.loss = isFirst ? 1 : 0;
      isFirst = false;
      time.startTimer(2, () => (lab.loss = 0));
      return claim(...claims);
    };
    lab.lab = present;
    await time.pass(2000);
    expect(one.eventsOf('cluster_back')).toMatchObject([{ reclaimed: 1, conflicts: 0 }]);
  });

  it('say once that it takes no claims, though it answers all else, and stay away for longer each time', async () => {
    const { time, lab, one, two } = await twoBalancers();
    const claim = lab.lab.claim.bind(lab.lab);
    const triedAt: number[] = [];
    lab.lab.claim = () => {
      triedAt.push(time.now);
      throw new LbsimError('ERR_CLUSTER', "NOPERM User lbsim has no permissions to run the 'set' command");
    };
    const backend = await one.visit('k');
    await time.pass(16_000);
    const { state, stateMs, reason } = one.cluster.standing;
    expect([state, reason]).toEqual(['lost', expect.stringMatching(/^NOPERM/)]);
    expect(stateMs).toBeGreaterThan(15_000);
    expect(one.eventsOf('cluster_lost')).toHaveLength(1);
    expect(one.eventsOf('cluster_back')).toEqual([]);
    const gaps = triedAt.slice(1).map((at, n) => at - (triedAt[n] ?? 0));
    const waits = gaps.filter((gap) => gap > 500).map((gap) => gap / 1000);
    // Each may be a tenth longer or shorter, and takes the way of a call more.
    for (const [n, seconds] of [1, 2, 4, 8].entries())
      expect(Math.abs((waits[n] ?? 0) - seconds)).toBeLessThanOrEqual(seconds / 10 + 0.02);
    expect(waits).toHaveLength(4);
    // The others do not hear of each try.
    const changes = (): unknown[] => two.eventsOf('cluster_member').map(({ change }) => change);
    expect(changes()).toEqual(['left']);
    lab.lab.claim = claim;
    await time.pass(11_000);
    expect(one.eventsOf('cluster_back')).toMatchObject([{ reclaimed: 1, conflicts: 0 }]);
    expect(one.cluster.standing).toMatchObject({ state: 'joined', reason: null, retryInMs: null });
    expect(await two.visit('k')).toBe(backend);
    expect(changes()).toEqual(['left', 'joined']);
  });

  it('give no sign of life to a store whose answers are late when they try it again', async () => {
    const { time, lab, one } = await twoBalancers();
    lab.delayMs = 2000;
    await time.pass(5000);
    expect(one.cluster.standing.state).toBe('lost');
    const beat = lab.lab.beat.bind(lab.lab);
    let beats = 0;
    lab.lab.beat = (...given) => {
      beats++;
      return beat(...given);
    };
    await time.pass(30_000);
    expect(beats).toBe(0);
    lab.delayMs = 1;
    await time.pass(11_000);
    expect(one.cluster.standing.state).toBe('joined');
  });

  it('ask nothing of a store that is slower than clients wait, though its answers come in time for beats', async () => {
    const { time, one } = await twoBalancers({ delayMs: 100 });
    await time.pass(5000);
    expect(one.eventsOf('cluster_lost').at(0)).toEqual({ reason: 'no answer in time' });
    const client = one.connect('k');
    expect(client.routedAt).toBe(client.askedAt);
  });

  it('make no client wait beyond the timeout, whatever is lost on the way to the store', async () => {
    const { time, one, two } = await twoBalancers({ delayMs: 20, loss: 0.2, seed: 3 });
    const clients = [];
    for (let n = 0; n < 100; n++) {
      clients.push((n % 2 === 0 ? one : two).connect(`${n}`));
      await time.pass(n % 7 === 0 ? 400 : 10);
    }
    await time.pass(TIMEOUT_MS);
    const waits = clients.map(({ askedAt, routedAt = Infinity }) => routedAt - askedAt);
    expect(Math.max(...waits)).toBeLessThanOrEqual(TIMEOUT_MS);
    expect(waits.some((wait) => wait > 0)).toBe(true);
  });

  it('make a new client wait for the store where they are strict, and serve it when it is there', async () => {
    const time = new VirtualTime();
    const lab = new VirtualLab(time);
    lab.isAway = true;
    const strict = await lab.balancer('strict', { strict: true });
    const client = strict.connect('k');
    await time.pass(1000);
    expect(client).toMatchObject({ queued: true });
    expect(client.route).toBeUndefined();
    lab.isAway = false;
    await time.pass(15_000);
    expect(client.route).toBeDefined();
    expect(strict.eventsOf('cluster_joined')).toMatchObject([{ members: ['strict'] }]);
  });
});
