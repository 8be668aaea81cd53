import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ALGORITHMS } from '../../lib/schedulers/index.js';
import type { SimulationOptions } from '../../lib/simulator/plan/options.js';
import type { RunResult } from '../../lib/simulator/report/run-result.js';
import { randomSettings } from './random-settings.js';
import { runOf } from './test-scenarios.js';
import { InvariantChecker } from './invariant-checker.js';
import { REPORTS_IN_TIME, runs } from '../helpers/effort.js';

const RUNS = 10;

function witnessed(
  options: SimulationOptions,
  seed: number,
): { result: RunResult; witness: InvariantChecker } {
  const witness = new InvariantChecker(options.abandoned === 'served');
  try {
    return { result: runOf(options, seed), witness };
  } finally {
    witness.end();
  }
}

describe.each(ALGORITHMS)('whatever goes wrong, with %s', (algorithm) => {
  test('the run ends, the brain picks nobody that it must not, and nothing is lost or left over', () => {
    fc.assert(
      fc.property(randomSettings, fc.integer({ min: 0, max: 1000 }), (options, seed) => {
        const { result, witness } = witnessed({ ...options, algorithm }, seed);
        expect(witness.objections).toEqual([]);
        const failures = Object.values(result.failures);
        expect(failures.every((count) => count >= 0)).toBe(true);
        expect(result.completed + failures.reduce((sum, count) => sum + count, 0)).toBe(result.requests);
        expect(witness.routes).toBeGreaterThan(0);
        expect(witness.admitted).toBeGreaterThanOrEqual(result.completed);
        const { area, sojourns } = result.little;
        expect(Math.abs(area - sojourns)).toBeLessThanOrEqual(1e-9 * Math.max(1, area));
      }),
      { numRuns: runs(RUNS) },
    );
  });

  test('the same seed tells the same story', () => {
    fc.assert(
      fc.property(randomSettings, fc.integer({ min: 0, max: 1000 }), (options, seed) => {
        const [once, again] = [1, 2].map(() => ({
          ...runOf({ ...options, algorithm }, seed),
          wallSeconds: 0,
        }));
        expect(again).toEqual(once);
      }),
      { numRuns: runs(5), ...REPORTS_IN_TIME },
    );
  });
});
