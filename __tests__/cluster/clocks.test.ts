import { describe, expect, it } from '@jest/globals';
import { TIMEOUT_MS, TTL_MS, VirtualLab, type VirtualBalancer } from './labs.js';
import { VirtualTime } from './virtual-time.js';

const DAY_MS = 86_400_000;
const KEYS = Array.from({ length: 6 }, (_, n) => `10.0.0.${n}`);

/** Two balancers whose clocks are ten days apart; that of the store is in between. */
async function apart(): Promise<{
  time: VirtualTime;
  lab: VirtualLab;
  early: VirtualBalancer;
  late: VirtualBalancer;
}> {
  const time = new VirtualTime();
  await time.pass(DAY_MS);
  const lab = new VirtualLab(time);
  const early = await lab.balancer('early', { aheadMs: -DAY_MS });
  const late = await lab.balancer('late', { aheadMs: 9 * DAY_MS });
  await time.pass(1000);
  return { time, lab, early, late };
}

describe('balancers whose clocks differ', () => {
  it('give a client the same backend, and know how old what the other says is', async () => {
    const { early, late } = await apart();
    const first: (string | undefined)[] = [];
    for (const [n, key] of KEYS.entries()) first.push(await (n % 2 === 0 ? early : late).visit(key));
    expect(new Set(first).size).toBe(3);
    for (const [n, key] of KEYS.entries())
      expect(await (n % 2 === 0 ? late : early).visit(key)).toBe(first[n]);
    for (const { cluster, events } of [early, late]) {
      const { state, stateMs, members } = cluster.standing;
      expect([state, members.map(({ id }) => id)]).toEqual(['joined', ['early', 'late']]);
      expect(stateMs).toBeLessThan(60_000);
      for (const { ageMs } of members) expect(ageMs).toBeLessThan(300);
      expect(events.map(({ name }) => name)).not.toContain('session_conflict');
    }
  });

  it('count the idle life of a client by the clock of the store, from the last of them that saw it', async () => {
    const { time, lab, early, late } = await apart();
    const backend = await late.visit('k');
    await time.pass(0.7 * TTL_MS);
    expect(await early.visit('k')).toBe(backend);
    await time.pass(0.7 * TTL_MS);
    // By now the one that saw it first knows nothing of it any more.
    expect(late.brain.router.stickyBackendOf('k', time.now + 9 * DAY_MS)).toBeUndefined();
    const client = late.connect('k');
    await time.pass(2 * TIMEOUT_MS);
    expect([client.route?.backend.name, client.route?.why]).toEqual([backend, 'sticky']);
    late.leave(client);
    await time.pass(0.9 * TTL_MS);
    expect(lab.lab.lookUp(['k'], time.now)).toEqual([backend]);
    await time.pass(0.2 * TTL_MS);
    expect(lab.lab.lookUp(['k'], time.now)).toEqual([null]);
  });

  it('miss one that is dead within a second', async () => {
    const { time, early, late } = await apart();
    for (const [dead, other] of [
      [late, early],
      [early, late],
    ] as const) {
      dead.connect('k');
      await time.pass(600);
      expect(other.brain.pool.backends.some(({ remoteConnections }) => remoteConnections > 0)).toBe(true);
      dead.isDead = true;
      await time.pass(1000);
      expect(other.brain.pool.backends.some(({ remoteConnections }) => remoteConnections > 0)).toBe(false);
      dead.isDead = false;
      await time.pass(15_000);
    }
  });

  it('miss one that is dead within a second, also where the clock of the store was set back', async () => {
    const { time, lab, early, late } = await apart();
    late.connect('k');
    await time.pass(600);
    late.isDead = true;
    const beat = lab.lab.beat.bind(lab.lab);
    lab.lab.beat = (sign, now) => beat(sign, now - 3_600_000);
    await time.pass(1000);
    expect(early.brain.pool.backends.every(({ remoteConnections }) => remoteConnections === 0)).toBe(true);
  });
});
