import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Brain } from '../../lib/routing/brain.js';
import { composeExplanation } from '../../lib/routing/compose-explanation.js';
import { ALGORITHMS } from '../../lib/schedulers/index.js';
import { runs } from '../helpers/effort.js';
import { brainOf, explain } from './explained-brain.js';

describe('the explanation of a route', () => {
  const step = fc.record({
    action: fc.constantFrom(
      'up',
      'down',
      'drain',
      'ready',
      'close',
      'weight',
      'route',
      'route',
      'route',
      'answer',
    ),
    who: fc.nat({ max: 2 }),
    key: fc.constantFrom(undefined, '1', '2', '3'),
    tried: fc.oneof(fc.constant<number[]>([]), fc.subarray([0, 1, 2], { maxLength: 2 })),
    asks: fc.nat({ max: 2 }),
  });

  it.each(ALGORITHMS)(
    'is right, and leaves all later decisions and the recording as they are: %s',
    (algorithm) => {
      const property = fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        const given = { algorithm, slowStartMs: 20, backups: ['B3'] };
        const [asked, silent] = [brainOf(given), brainOf(given)];
        for (const [at, each] of steps.entries()) {
          const now = at * 20;
          for (let ask = 0; ask < each.asks; ask++) explain(asked.brain, each.key, now);
          decide(asked.brain, each, now, true);
          decide(silent.brain, each, now, false);
        }
        expect(asked.entries).toEqual(silent.entries);
      });
      fc.assert(property, { seed: 1, numRuns: runs(20) });
    },
  );

  type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

  function decide(
    { pool, router }: Brain,
    { action, who, key, tried }: Step,
    now: number,
    asks: boolean,
  ): void {
    const backend = pool.backends[who];
    if (backend === undefined) throw new Error('no such backend');
    if (action === 'up' || action === 'down') pool.observed(backend, action === 'up', now);
    if (action === 'drain' || action === 'ready') pool.setAdmin(backend, action);
    if (action === 'weight') pool.setWeight(backend, 1 + (now % 3));
    if (action === 'answer') pool.answered(backend, 1 + who, now);
    if (action === 'close' && backend.openConnections > 0) {
      pool.closed(backend);
      router.released(key, backend, now);
    }
    if (action !== 'route') return;
    pool.advance(now);
    const without = new Set(pool.backends.filter(({ index }) => tried.includes(index)));
    const foreseen = asks ? explain({ pool, router } as Brain, key, now, without) : undefined;
    const { route, explanation } = asks
      ? router.routeExplained(key, without, now)
      : { route: router.route(key, without, now), explanation: undefined };
    if (explanation !== undefined) {
      const { backend: chosen, why, considered } = composeExplanation(explanation, pool);
      expect([chosen, why]).toEqual([route?.backend.name ?? null, route?.why ?? null]);
      expect(considered.filter((one) => one.chosen).map((one) => one.backend)).toEqual(route ? [chosen] : []);
      if (foreseen?.backend != null) expect(foreseen.backend).toBe(chosen);
      expect(foreseen?.why).toBe(why);
    }
    if (route === undefined) return;
    pool.opened(route.backend);
    router.established(key, route.backend, without, now);
  }
});
