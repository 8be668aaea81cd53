import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyDelta } from '../../../dashboard/state/apply-delta.js';
import type { BackendView } from '../../../lib/admin/backend-view.js';
import type { BalancerView } from '../../../lib/admin/balancer-views.js';
import { deltaOf } from '../../../lib/admin/live/delta.js';
import { runs } from '../../helpers/effort.js';

const backend = (name: string): fc.Arbitrary<BackendView> =>
  fc
    .record({
      open: fc.nat({ max: 2 }),
      weight: fc.integer({ min: 1, max: 2 }),
      health: fc.constantFrom('up', 'down'),
      nextProbeInMs: fc.nat({ max: 3 }),
      admin: fc.constantFrom(null, 'drain'),
    })
    .map(({ open, weight, health, nextProbeInMs, admin }) => {
      const view = {
        name,
        operator: { admin },
        observed: { health, nextProbeInMs },
        effective: { weight },
        load: { open },
      };
      return view as unknown as BackendView;
    });

const view = fc
  .record({
    algorithm: fc.constantFrom('random', 'ring'),
    waiting: fc.nat({ max: 1 }),
    names: fc.shuffledSubarray(['B1', 'B2', 'B3']),
    each: fc.tuple(backend('B1'), backend('B2'), backend('B3')),
  })
  .map(({ algorithm, waiting, names, each }) => {
    const backends = names.map((name) => each.find((one) => one.name === name));
    return { algorithm, waiting, config: { algorithm }, backends } as unknown as BalancerView;
  });

describe('what has changed between two views', () => {
  it('makes the second out of the first, but for how long it is until the next probe', () => {
    fc.assert(
      fc.property(view, view, (before, after) => {
        const delta = deltaOf(before, after);
        const applied = delta === undefined ? before : applyDelta(before, delta);
        expect(withoutPassing(applied)).toEqual(withoutPassing(after));
      }),
      { numRuns: runs(300) },
    );
  });

  it('is nothing between a view and itself a moment later', () => {
    fc.assert(
      fc.property(view, fc.nat({ max: 9 }), (before, nextProbeInMs) => {
        const backends = before.backends.map((one) => ({
          ...one,
          observed: { ...one.observed, nextProbeInMs },
        }));
        expect(deltaOf(before, { ...before, backends })).toBeUndefined();
      }),
      { numRuns: runs(100) },
    );
  });
});

function withoutPassing(of: BalancerView): unknown {
  return JSON.parse(
    JSON.stringify(of, (key, value: unknown) => (key === 'nextProbeInMs' ? undefined : value)),
  );
}
