import { describe, expect, test } from '@jest/globals';
import type { ScenarioEvent } from '../../../lib/simulator/scenarios/scenario.js';
import { clockwork, inject, UNWATCHED } from '../test-scenarios.js';
import { watchedRun, type Life } from '../watched-run.js';
import { InvariantChecker } from '../invariant-checker.js';
import { someOf } from '../../helpers/effort.js';

describe('a connection into a black hole is asked for once more after half the connect timeout', () => {
  /** What becomes of the request of 11, whose turn is B1's, a black hole since 10.25; asked for again at 12. */
  const lifeWith = (...events: ScenarioEvent[]): Life & { readonly downAt: number | undefined } => {
    const story = [inject(10.25, 'B1', 'black-hole'), ...events];
    const { result, lives } = watchedRun(clockwork([2, 2], story, UNWATCHED, { requests: 11 }));
    return { cameAt: NaN, ...lives[10], downAt: result.flips[0]?.at };
  };

  test('and stands then if the backend is well by then', () => {
    expect(lifeWith(inject(11.75, 'B1', 'heal'))).toEqual({
      ...{ cameAt: 11, pickedAt: 12, backend: 1, endedAt: 12.5, downAt: undefined },
    });
  });

  test('and is answered with an error if it fails fast by then', () => {
    expect(lifeWith(inject(11.75, 'B1', 'fail-fast'))).toEqual({
      ...{ cameAt: 11, pickedAt: 12, backend: 1, endedAt: 12, failure: 'error', downAt: undefined },
    });
  });

  test('and is refused then, and tried elsewhere, if it has crashed by then', () => {
    expect(lifeWith(inject(11.75, 'B1', 'crash'))).toEqual({
      ...{ cameAt: 11, pickedAt: 12, backend: 2, endedAt: 12.5, downAt: 12 },
    });
  });

  test('and fails at the timeout, even if the backend is well since a moment after', () => {
    expect(lifeWith(inject(12.25, 'B1', 'heal'))).toEqual({
      ...{ cameAt: 11, pickedAt: 13, backend: 2, endedAt: 13.5, downAt: 13 },
    });
  });
});

describe('a backend that a request has tried in vain', () => {
  // The request of 11 is refused by B1, and connects to B2, a black hole, until 13.5; B1 is well again since 11.5.
  const both = [inject(10.5, 'B1', 'crash'), inject(10.5, 'B2', 'black-hole'), inject(11.5, 'B1', 'heal')];
  const lifeWith = (...events: ScenarioEvent[]): Life | undefined => {
    const patience = { ...UNWATCHED, fall: 1000, connectTimeout: 2.5 };
    const witness = new InvariantChecker();
    try {
      const options = { requests: 11, abandoned: 'dropped' } as const;
      return watchedRun(clockwork([2, 2], [...both, ...events], patience, options)).lives[10];
    } finally {
      witness.end();
      expect(witness.objections).toEqual([]);
    }
  };

  test('is not tried again before all have been', () => {
    expect(lifeWith()).toEqual({ cameAt: 11, pickedAt: 14.5, backend: 1, endedAt: 15 });
  });

  test('is tried again if it has become active meanwhile', () => {
    expect(lifeWith(inject(12, 'B1', 'remove'), inject(12.5, 'B1', 'add'))).toEqual({
      ...{ cameAt: 11, pickedAt: 13.5, backend: 1, endedAt: 14 },
    });
  });
});

test.each(someOf(['round-robin', 'least-connections', 'random'] as const, 1))(
  'any number of backends may refuse one request, one after the other, by %s',
  (algorithm) => {
    const count = 3000;
    const speeds = Array.from({ length: count }, () => 1);
    const events = speeds.map((_, index) => inject(0.5, `B${index + 1}`, 'crash'));
    const { result, lives } = watchedRun(
      clockwork(speeds, events, { ...UNWATCHED, fall: 3, waitTimeout: 5 }, { algorithm, requests: 1 }),
    );

    // All refuse it at 1, are probed at once, and refuse it again at 2, for the third time: it waits for any, in vain.
    expect(lives).toEqual([{ cameAt: 1, endedAt: 6, failure: 'no_backend' }]);
    expect(result.flips.map(({ at, up }) => [at, up])).toEqual(speeds.map(() => [2, false]));
    expect(new Set(result.flips.map(({ backend }) => backend)).size).toBe(count);
  },
);
