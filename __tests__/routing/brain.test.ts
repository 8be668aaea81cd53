import { describe, expect, it } from '@jest/globals';
import { createBrain, type BrainSettings } from '../../lib/routing/brain.js';
import type { Entry } from '../../lib/routing/journal.js';

const settings: BrainSettings = {
  algorithm: 'round-robin',
  backends: [
    { host: 'x', port: 1, name: 'A' },
    { host: 'x', port: 2, name: 'B' },
  ],
};
const sessions = { max: 10, ttlMs: 100 };
const NONE: ReadonlySet<never> = new Set();

/** A brain, its two backends up, and what its journal was told since. */
function journalled(changes: Partial<BrainSettings> = {}) {
  const entries: Entry[] = [];
  const brain = createBrain(
    { ...settings, ...changes },
    { random: () => 0, journal: (entry) => entries.push(entry) },
  );
  const { pool, router } = brain;
  const [a, b] = pool.backends;
  if (a === undefined || b === undefined) throw new Error('two were given');
  pool.setHealthy(a, true);
  pool.setHealthy(b, true);
  entries.splice(0);
  return { brain, pool, router, a, b, entries };
}

describe('a brain', () => {
  it('tells its journal all that it is told, in order, and its answers', () => {
    const { pool, router, a, b, entries } = journalled({ sessions });
    pool.setHealthy(b, false);
    pool.setAdmin(b, 'maint');
    pool.cameBack(b, 0.5);
    router.route('1', NONE, 1.5);
    pool.opened(a, 1.5, 7);
    router.established('1', a, new Set([b]), 2);
    router.route('1', NONE, 2.5);
    router.route(undefined, new Set([a]), 3);
    pool.closed(a, 3.5, 7, true);
    router.released('1', a, 4);
    expect(entries).toEqual([
      ['healthy', 1, false],
      ['admin', 1, 'maint'],
      ['back', 0.5, 1],
      ['route', 1.5, '1', [], 0, 'round-robin'],
      ['opened', 0, 1.5, 7],
      ['established', 2, '1', 0, [1]],
      ['route', 2.5, '1', [], 0, 'sticky'],
      ['route', 3, null, [0], null, null],
      ['closed', 0, 3.5, 7, true],
      ['released', 4, '1', 0],
    ]);
  });

  it('keeps from its journal what changes nothing', () => {
    const { pool, router, a, entries } = journalled();
    pool.advance(1);
    router.established('1', a, NONE, 2);
    router.released('1', a, 3);
    pool.answered(a, 5, 4); // round-robin does not learn from it
    expect(entries).toEqual([]);
  });

  it('tells its journal of time while a backend warms up, and no longer', () => {
    const { pool, a, entries } = journalled({ slowStartMs: 10 });
    pool.advance(1);
    pool.cameBack(a, 2);
    pool.advance(7);
    pool.advance(12);
    pool.advance(13);
    expect(entries).toEqual([
      ['back', 2, 0],
      ['advance', 7],
      ['advance', 12],
    ]);
  });

  it('has no client stick to a backend when there are no sessions', () => {
    const { pool, router } = createBrain(settings, { random: () => 0 });
    for (const backend of pool.backends) pool.setHealthy(backend, true);
    const picks = [1, 2, 3].map((now) => {
      const route = router.route('1', NONE, now);
      if (route !== undefined) router.established('1', route.backend, NONE, now);
      return route?.backend.name;
    });
    expect(picks).toEqual(['A', 'B', 'A']);
  });

  it('goes on counting entries that are gone when SESSION_MAP has other bounds', () => {
    const { brain, router, a } = journalled({ sessions });
    for (const key of ['1', '2', '3']) {
      router.established(key, a, NONE, 1);
      router.released(key, a, 1);
    }
    brain.setSessions({ max: 2, ttlMs: 100 }, 2);
    expect(router.sessionCounts.removed.lru).toBe(1);
    router.forget('3', 3);
    expect(router.sessionCounts.removed).toMatchObject({ lru: 1, operator: 1 });
  });

  it('refuses an algorithm that there is not', () => {
    expect(() => createBrain({ ...settings, algorithm: 'best' }, { random: () => 0 })).toThrow(
      /unknown algorithm 'best'/,
    );
  });
});
