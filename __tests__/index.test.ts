import { describe, expect, it } from '@jest/globals';
import { createScheduler, loadScenario, SAMPLES, simulate, type SchedulerOptions } from '../lib/index.js';
import { addAll, candidates, turns, withLoads, type FakeCandidate } from './helpers/candidates.js';

describe('the library', () => {
  it('makes schedulers that heed their options', () => {
    const options: SchedulerOptions = { choices: 3 };
    const scheduler = createScheduler<FakeCandidate>('power-of-two', () => 0, options);
    addAll(scheduler, withLoads([2, 1, 0], candidates(1, 1, 1)));
    expect(turns(scheduler, 1)).toBe('C');
  });

  it('makes schedulers that can be told of answers, where they learn', () => {
    const scheduler = createScheduler<FakeCandidate>('peak-ewma', () => 0, { decay: 1 });
    const [a, b] = addAll(scheduler, candidates(1, 1));
    scheduler.answered?.(a, 3, 0);
    scheduler.answered?.(b, 2, 0);
    expect(turns(scheduler, 1)).toBe('B');
    expect('answered' in createScheduler('random')).toBe(false);
  });

  it.each([undefined, null, '192.0.2.7', []])(
    'picks nothing without a set of tried candidates: %j',
    (tried) => {
      const scheduler = createScheduler('round-robin');
      addAll(scheduler, candidates(1));
      expect(() => scheduler.pick(tried as never)).toThrow(
        expect.objectContaining({
          code: 'ERR_OPTION_INVALID',
          message: expect.stringMatching(
            /^tried .* wrong type: use a set of candidates, such as new Set\(\)$/,
          ),
        }),
      );
      expect(scheduler.pick(new Set())).toMatchObject({ candidate: { index: 0 } });
    },
  );

  it('names the ways to draw', () => {
    expect(SAMPLES).toEqual(['distinct', 'independent']);
  });

  it('simulates, with a scenario if one is loaded', async () => {
    const { report } = await simulate({ scenario: await loadScenario('crash-restart') }, { threads: 0 });
    // As many as have come by its end: 24,000 on average.
    expect(report.requests).toBe(23_947);
    expect(report.scenario?.detections.map(({ marked, found }) => [marked, found])).toEqual([
      ['down', 1],
      ['up', 1],
    ]);
  });
});
