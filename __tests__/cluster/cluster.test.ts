import { describe, expect, it } from '@jest/globals';
import { replay } from '../../lib/recording/replay.js';
import { VirtualLab } from './labs.js';
import { twoBalancers } from './two-balancers.js';
import { VirtualTime } from './virtual-time.js';

const KEYS = Array.from({ length: 12 }, (_, n) => `10.0.0.${n}`);

describe('balancers of one lab', () => {
  it('know of each other, and that one is gone within a second', async () => {
    const { time, one, two } = await twoBalancers();
    expect(one.eventsOf('cluster_joined')).toMatchObject([{ members: ['one'] }]);
    expect(two.eventsOf('cluster_joined')).toMatchObject([{ members: ['one', 'two'], membersCount: 2 }]);
    expect(one.eventsOf('cluster_member')).toEqual([{ member: 'two', change: 'joined', membersCount: 2 }]);
    two.connect('k');
    await time.pass(600);
    expect(one.brain.pool.backends.map(({ openConnections }) => openConnections)).toEqual([1, 0, 0]);
    two.isDead = true;
    await time.pass(1000);
    expect(one.brain.pool.backends.map(({ openConnections }) => openConnections)).toEqual([0, 0, 0]);
    expect(one.eventsOf('cluster_member').at(-1)).toEqual({ member: 'two', change: 'left', membersCount: 1 });
    expect(one.cluster.standing.members.map(({ id, self }) => [id, self])).toEqual([['one', true]]);
  });

  it('say since when the store is there or away, and when it is tried again', async () => {
    const { time, lab, one } = await twoBalancers();
    const { stateMs } = one.cluster.standing;
    expect(one.cluster.standing).toMatchObject({ state: 'joined', retryInMs: null });
    expect(stateMs).toBeGreaterThanOrEqual(1000);
    lab.isAway = true;
    await time.pass(900);
    const lost = one.cluster.standing;
    expect(lost.state).toBe('lost');
    expect(lost.stateMs).toBeGreaterThan(300);
    expect(lost.stateMs).toBeLessThanOrEqual(900);
    expect(lost.retryInMs).toBeGreaterThan(0);
    lab.isAway = false;
    await time.pass(2000);
    expect(one.cluster.standing).toMatchObject({ state: 'joined', retryInMs: null });
    expect(one.cluster.standing.stateMs).toBeLessThan(2000);
  });

  it('give a client the same backend', async () => {
    const { one, two } = await twoBalancers();
    const first: (string | undefined)[] = [];
    for (const key of KEYS) first.push(await one.visit(key));
    expect(new Set(first).size).toBe(3);
    const second: (string | undefined)[] = [];
    for (const key of KEYS) second.push(await two.visit(key));
    expect(second).toEqual(first);
  });

  it('ask about a new client once, and about all of a turn at once; never about a known one', async () => {
    const { time, lab, one, two } = await twoBalancers();
    await one.visit('a');
    const asked: (readonly string[])[] = [];
    const lookUp = lab.lab.lookUp.bind(lab.lab);
    lab.lab.lookUp = (keys, now) => {
      asked.push(keys);
      return lookUp(keys, now);
    };
    for (const key of ['a', 'b', 'a']) two.connect(key);
    await time.pass(100);
    for (const key of ['a', 'b']) expect(two.connect(key).route).toMatchObject({ why: 'sticky' });
    expect(asked).toEqual([['a', 'b']]);
  });

  it('follow the first of two that gave one client different backends at the same time', async () => {
    const { time, one, two } = await twoBalancers();
    two.brain.pool.opened(two.backendNamed('A'));
    two.brain.pool.opened(two.backendNamed('B'));
    const [here, there] = [one.connect('k'), two.connect('k')];
    await time.pass(100);
    expect(here.route?.backend.name).not.toBe(there.route?.backend.name);
    const conflicts = [...one.eventsOf('session_conflict'), ...two.eventsOf('session_conflict')];
    expect(conflicts).toMatchObject([{ key: 'k', conflicts: 1 }]);
    one.leave(here);
    two.leave(there);
    await time.pass(1000);
    expect(await one.visit('k')).toBe(await two.visit('k'));
  });

  it('follow one that found the backend of a client down, without moving it back and forth', async () => {
    const { time, one, two } = await twoBalancers();
    const before = await one.visit('k');
    expect(await two.visit('k')).toBe(before);
    one.brain.pool.setHealthy(one.backendNamed(before ?? ''), false);
    const after = await one.visit('k');
    expect(after).not.toBe(before);
    await time.pass(600);
    for (let round = 0; round < 3; round++) {
      expect(await two.visit('k')).toBe(after);
      expect(await one.visit('k')).toBe(after);
    }
    expect([...one.eventsOf('session_conflict'), ...two.eventsOf('session_conflict')]).toEqual([]);
  });

  it('probe a backend at once when another has found it otherwise, and only then', async () => {
    const { time, one, two } = await twoBalancers();
    const { pool } = two.brain;
    pool.setHealthy(two.backendNamed('B'), false);
    await time.pass(2000);
    expect(one.probed).toEqual(['B']);
    pool.setHealthy(two.backendNamed('B'), true);
    await time.pass(2000);
    expect(one.probed).toEqual(['B']);
    expect(one.backendNamed('B').healthy).toBe(true);
  });

  it("carry out the operator's words for all, once, also those that come later", async () => {
    const { time, lab, one, two } = await twoBalancers();
    const word = { admin: 'drain', by: 'ctl' } as const;
    const said = one.cluster.say({ change: 'word', backend: 'A', word });
    await time.pass(1000);
    expect(await said).toBe(true);
    const late = await lab.balancer('late');
    await time.pass(1000);
    for (const each of [one, two, late]) expect(each.words).toEqual([['admin', 'A', 'drain', 'ctl']]);
  });

  it('forget a client that the operator forgets, and pin the one that he pins', async () => {
    const { time, one, two } = await twoBalancers();
    for (const each of [one, two]) await each.visit('k');
    one.brain.router.forget('k', time.now);
    void one.cluster.sessionsChanged({ change: 'forget', key: 'k' });
    await time.pass(1000);
    expect(two.brain.router.sessionCount).toBe(0);
    for (const each of [one, two]) await each.visit('k');
    one.brain.router.pin('k', one.backendNamed('C'), time.now);
    void one.cluster.sessionsChanged({ change: 'pin', key: 'k', backend: 'C', ttlMs: 1000 });
    await time.pass(1000);
    expect(await two.visit('k')).toBe('C');
  });

  it.each(['sessions', 'counts', 'none'] as const)('share what they are told to: %s', async (share) => {
    const time = new VirtualTime();
    const lab = new VirtualLab(time);
    const one = await lab.balancer('one', { share });
    const two = await lab.balancer('two', { share });
    one.connect('k');
    await time.pass(1000);
    const counts = two.brain.pool.backends.map(({ remoteConnections }) => remoteConnections);
    expect(counts.includes(1)).toBe(share === 'counts');
    expect(lab.lab.lookUp(['k'], time.now)[0] !== null).toBe(share === 'sessions');
    expect(two.cluster.standing.members.map(({ id, openConnections }) => [id, openConnections])).toEqual([
      ['one', 1],
      ['two', 0],
    ]);
  });

  it('are replayed exactly, each from its own recording', async () => {
    const { time, one, two } = await twoBalancers();
    for (const [index, key] of [...KEYS, ...KEYS].entries()) {
      const balancer = index < KEYS.length === (index % 3 === 0) ? one : two;
      const client = balancer.connect(key);
      await time.pass(97);
      if (index % 2 === 0) balancer.leave(client);
    }
    for (const { brain } of [one, two]) {
      expect(brain.lines.some((line) => line.startsWith('["remote"'))).toBe(true);
      expect(await replay(brain.lines)).toMatchObject({ ok: true, truncated: false });
    }
    expect([...one.brain.lines, ...two.brain.lines].some((line) => line.startsWith('["learned"'))).toBe(true);
  });
});
