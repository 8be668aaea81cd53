import { describe, expect, it } from '@jest/globals';
import { MemoryLab } from '../../lib/cluster/memory/memory-lab.js';
import { TTL_MS, VirtualLab, type VirtualBalancer } from './labs.js';
import { VirtualTime } from './virtual-time.js';

/** More than are claimed at once. */
const CLIENTS = 1000;
const KEYS = Array.from({ length: CLIENTS }, (_, n) => `client ${n}`);
/** A call that no client waits for. */
const PATIENCE_MS = 250;

interface Reclaiming {
  readonly time: VirtualTime;
  readonly lab: VirtualLab;
  readonly balancer: VirtualBalancer;
}

/** A balancer that has told a store that came back empty a part of what it holds. */
async function reclaiming(): Promise<Reclaiming> {
  const time = new VirtualTime();
  const lab = new VirtualLab(time, { sessions: CLIENTS, delayMs: 5 });
  const balancer = await lab.balancer('one');
  const clients = KEYS.map((key) => balancer.connect(key));
  await time.pass(100);
  for (const client of clients) balancer.leave(client);
  await time.pass(1000);
  expect(claimed(lab, time)).toBe(CLIENTS);
  lab.lab = new MemoryLab();
  while (claimed(lab, time) === 0) await time.pass(1);
  return { time, lab, balancer };
}

function claimed({ lab }: VirtualLab, { now }: VirtualTime): number {
  return lab.lookUp(KEYS, now).filter((backend) => backend !== null).length;
}

/** @returns how long it takes, in milliseconds, at most as long as that */
async function stopped({ cluster }: VirtualBalancer, time: VirtualTime, mostMs: number): Promise<number> {
  const begun = time.now;
  let endedAt = Infinity;
  void cluster.stop().then(() => (endedAt = time.now));
  await time.pass(mostMs);
  return endedAt - begun;
}

describe('a balancer that is stopped while it tells the store again what it holds', () => {
  it('claims no more, leaves the lab, and leaves nothing behind', async () => {
    const { time, lab, balancer } = await reclaiming();
    expect(await stopped(balancer, time, 20)).toBeLessThanOrEqual(10);
    const before = claimed(lab, time);
    expect(before).toBeLessThan(CLIENTS);
    await time.pass(20_000);
    expect(claimed(lab, time)).toBe(before);
    expect(balancer.eventsOf('cluster_back')).toEqual([]);
    expect([balancer.isConnected, time.timers]).toEqual([false, 0]);
    const other = await lab.balancer('two');
    expect(other.cluster.standing.members.map(({ id }) => id)).toEqual(['two']);
  });

  it('waits no longer than for one answer where the store gives none', async () => {
    const { time, lab, balancer } = await reclaiming();
    lab.loss = 1;
    expect(await stopped(balancer, time, 1000)).toBeLessThanOrEqual(PATIENCE_MS);
    await time.pass(20_000);
    expect(balancer.eventsOf('cluster_back')).toEqual([]);
    expect([balancer.isConnected, time.timers]).toEqual([false, 0]);
  });

  it('stops at once where the store has gone away again', async () => {
    const { time, lab, balancer } = await reclaiming();
    lab.isAway = true;
    await time.pass(1000);
    expect(balancer.cluster.standing.state).toBe('lost');
    expect(await stopped(balancer, time, 1000)).toBe(0);
    expect([balancer.isConnected, time.timers]).toEqual([false, 0]);
  });
});

it('a balancer that is stopped tells the store of the clients that it had until then', async () => {
  const time = new VirtualTime();
  const lab = new VirtualLab(time);
  const balancer = await lab.balancer('one');
  const client = balancer.connect('k');
  // Less than after what it would be claimed again by itself.
  await time.pass(0.09 * TTL_MS);
  balancer.leave(client);
  await stopped(balancer, time, 1000);
  await time.pass(0.97 * TTL_MS);
  expect(lab.lab.lookUp(['k'], time.now)).toEqual([client.route?.backend.name]);
});

it('a balancer that is stopped while it connects to the store has no connection afterwards', async () => {
  const time = new VirtualTime();
  const balancer = new VirtualLab(time, { delayMs: 100 }).unstarted('one');
  void balancer.cluster.start();
  await time.pass(1);
  expect(await stopped(balancer, time, 1000)).toBe(0);
  expect(balancer.events).toEqual([]);
  expect([balancer.isConnected, time.timers]).toEqual([false, 0]);
});
