import { describe, expect, it, jest } from '@jest/globals';
import { VirtualLab, type VirtualBalancer } from './labs.js';
import { VirtualTime } from './virtual-time.js';

const CLIENTS = 6000;
const KEYS = Array.from({ length: CLIENTS }, (_, n) => `client ${n}`);
const SHORT_MS = 2000;

/** What the balancer asks its SESSION_MAP for, of those clients, from now on. */
function askedFor({ brain: { router } }: VirtualBalancer, keys: ReadonlySet<string>): Set<string> {
  const asked = new Set<string>();
  const stickyBackendOf = router.stickyBackendOf.bind(router);
  jest.spyOn(router, 'stickyBackendOf').mockImplementation((key, now) => {
    if (key !== undefined && keys.has(key)) asked.add(key);
    return stickyBackendOf(key, now);
  });
  return asked;
}

describe('many clients of a balancer', () => {
  it('all keep their entries in the store while they are connected, however short the idle life is', async () => {
    const time = new VirtualTime();
    const lab = new VirtualLab(time, { sessions: CLIENTS });
    lab.ttlMs = SHORT_MS;
    const balancer = await lab.balancer('one');
    balancer.brain.router.setStickyTtl(SHORT_MS);
    for (const key of KEYS) balancer.connect(key);
    await time.pass(2.5 * SHORT_MS);
    const missing = lab.lab.lookUp(KEYS, time.now).filter((backend) => backend === null);
    expect(missing).toHaveLength(0);
  });

  it('are not kept in mind for the store when they came and went while it was away', async () => {
    const time = new VirtualTime();
    const lab = new VirtualLab(time, { sessions: CLIENTS });
    const balancer = await lab.balancer('one');
    lab.isAway = true;
    await time.pass(1000);
    expect(balancer.cluster.standing.state).toBe('lost');
    comeAndGo(balancer, time);
    await time.pass(0); // claims at the end of the turn
    lab.isAway = false;
    const asked = askedFor(balancer, new Set(KEYS));
    while (balancer.eventsOf('cluster_back').length === 0) await time.pass(100);
    await time.pass(1000);
    expect(asked.size).toBe(0);
  });

  it('are not kept in mind for the next beat when they have been forgotten before it', async () => {
    const time = new VirtualTime();
    const lab = new VirtualLab(time, { sessions: CLIENTS });
    const balancer = await lab.balancer('one');
    await time.pass(1000);
    comeAndGo(balancer, time);
    await time.pass(0); // claims at the end of the turn
    const asked = askedFor(balancer, new Set(KEYS));
    await time.pass(1000);
    expect(asked.size).toBe(0);
  });
});

/** Connections of clients that the store is not asked about, and that SESSION_MAP forgets when they have ended. */
function comeAndGo({ brain, cluster }: VirtualBalancer, time: VirtualTime): void {
  const [backend] = brain.pool.backends;
  if (backend === undefined) throw new Error('there is no backend');
  for (const key of KEYS) {
    brain.router.established(key, backend, new Set(), time.now);
    cluster.established(key);
    brain.router.released(key, backend, time.now);
    cluster.released(key);
    brain.router.forget(key, time.now);
    cluster.forgotten(key, 'lru');
  }
}
