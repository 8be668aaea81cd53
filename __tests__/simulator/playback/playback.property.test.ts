import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ALGORITHMS } from '../../../lib/schedulers/index.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import type { RunResult } from '../../../lib/simulator/report/run-result.js';
import { MOST_FRAMES } from '../../../lib/simulator/playback/frame-recorder.js';
import type { Playback } from '../../../lib/simulator/playback/playback.js';
import { Simulation } from '../../../lib/simulator/simulation.js';
import { REPORTS_IN_TIME, runs } from '../../helpers/effort.js';
import { randomSettings } from '../random-settings.js';

function recorded(options: SimulationOptions, seed: number, dots: number): [RunResult, Playback] {
  const { playback, ...result } = new Simulation(planSimulation(options).settings, seed, dots).run();
  if (playback === undefined) throw new TypeError('nothing was recorded');
  return [result, playback];
}

const dots = fc.constantFrom(20, 50, 1000);

describe.each(ALGORITHMS)('a run that is recorded, with %s', (algorithm) => {
  test('is the run that it is without that', () => {
    fc.assert(
      fc.property(randomSettings, fc.nat(1000), dots, (options, seed, most) => {
        const { settings } = planSimulation({ ...options, algorithm });
        const plain = new Simulation(settings, seed).run();
        const [result] = recorded({ ...options, algorithm }, seed, most);
        expect({ ...result, wallSeconds: 0 }).toEqual({ ...plain, wallSeconds: 0 });
      }),
      { numRuns: runs(4), ...REPORTS_IN_TIME },
    );
  });

  test('has at most as many requests as were asked for, evenly spread, with all their picks', () => {
    fc.assert(
      fc.property(randomSettings, fc.nat(1000), dots, (options, seed, most) => {
        const [result, playback] = recorded({ ...options, algorithm }, seed, most);
        const { requests, picks, frames, oneOf, end } = playback;
        expect(requests.length).toBeLessThanOrEqual(most);
        const numbers = requests.map(([request]) => request).sort((one, other) => one - other);
        expect(numbers.every((request) => request % oneOf === 0)).toBe(true);
        expect(new Set(numbers).size).toBe(numbers.length);
        const ended = requests.filter(([, , , , how]) => how !== 'open').length;
        if (oneOf === 1) expect(ended).toBe(result.requests);
        expect(requests.length).toBeGreaterThanOrEqual(Math.min(1, result.requests));
        const times = picks.map(([at]) => at);
        expect(times).toEqual([...times].sort((one, other) => one - other));
        expect(times.every((at) => at <= end)).toBe(true);
        for (const [, backend, openedAt] of requests) expect(backend < 0).toBe(openedAt < 0);
        const last = new Map(picks.map(([, request, , backend]) => [request, backend]));
        // The later requests of a connection are not picked for.
        if (options.requestsPerConnection === 1)
          for (const [request, backend] of requests) if (backend >= 0) expect(last.has(request)).toBe(true);
        expect(frames.waiting.length).toBeLessThanOrEqual(MOST_FRAMES);
        expect(frames.step * frames.waiting.length).toBeGreaterThanOrEqual(end);
      }),
      { numRuns: runs(4), ...REPORTS_IN_TIME },
    );
  });
});
