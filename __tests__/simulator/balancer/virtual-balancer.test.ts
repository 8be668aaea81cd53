import { describe, expect, test } from '@jest/globals';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import type { HealthFlip } from '../../../lib/simulator/report/run-result.js';
import type { Scenario, ScenarioEvent } from '../../../lib/simulator/scenarios/scenario.js';
import { runOf, scenarioWith, inject } from '../test-scenarios.js';

const SEEDS = Array.from({ length: 60 }, (_, seed) => seed);

/** What the health checks of two idle backends see: the only requests come at 500 and 1000. */
function flipsOf(
  events: readonly ScenarioEvent[],
  patience: Partial<Scenario>,
  seed = 1,
  others: SimulationOptions = {},
): readonly HealthFlip[] {
  const idle = { backends: 2, load: 0.001, arrivals: 'deterministic', requests: 2 } as const;
  return runOf({ ...idle, scenario: scenarioWith(events, patience), ...others }, seed).flips;
}

/** When a backend that is struck at 100.3 is found to be down, after that, for each seed. */
function detections(kind: 'crash' | 'black-hole', patience: Partial<Scenario>): number[] {
  return SEEDS.map((seed) => {
    const [flip, ...others] = flipsOf([inject(100.3, 'B1', kind)], patience, seed);
    expect([flip?.backend, flip?.up, others]).toEqual(['B1', false, []]);
    return (flip?.at ?? Infinity) - 100.3;
  });
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the time to detection', () => {
  test('of a crash is at most an interval, half of one on average', () => {
    const times = detections('crash', { interval: 10 });

    expect(Math.min(...times)).toBeGreaterThan(0);
    expect(Math.max(...times)).toBeLessThanOrEqual(10);
    // Uniform in some 9.5: a standard deviation of 2.74.
    expect(Math.abs(mean(times) - 9.5 / 2)).toBeLessThan((4 * 2.74) / Math.sqrt(SEEDS.length));
  });

  test('of a black hole is a timeout longer', () => {
    const times = detections('black-hole', { interval: 10, timeout: 2 });

    expect(Math.min(...times)).toBeGreaterThan(2);
    expect(Math.max(...times)).toBeLessThanOrEqual(12);
    expect(Math.abs(mean(times) - (9.5 / 2 + 2))).toBeLessThan((4 * 2.74) / Math.sqrt(SEEDS.length));
  });

  test('with a fall of 3 is that of two more probes, at a tenth of the interval', () => {
    const times = detections('crash', { interval: 10, fall: 3 });

    expect(Math.min(...times)).toBeGreaterThan(2 * 0.9);
    expect(Math.max(...times)).toBeLessThanOrEqual(10 + 2);
  });

  test('with a fall of 3 and a black hole is that of three timeouts where they are longer than a tenth', () => {
    const times = detections('black-hole', { interval: 10, fall: 3, timeout: 4 });

    expect(Math.min(...times)).toBeGreaterThan(3 * 4);
    expect(Math.max(...times)).toBeLessThanOrEqual(10 + 3 * 4 + 1e-9);
  });

  test('of a backend that is well again is at most an interval, and with a rise of 2 one quick probe more', () => {
    for (const [rise, least, most] of [
      [1, 0, 10],
      [2, 0.9, 11],
    ] as const) {
      for (const seed of SEEDS) {
        const events = [inject(100.3, 'B1', 'crash'), inject(200.6, 'B1', 'heal')];
        const [down, up, ...others] = flipsOf(events, { interval: 10, rise }, seed);
        expect([down?.up, up?.up, others]).toEqual([false, true, []]);
        expect((up?.at ?? 0) - 200.6).toBeGreaterThan(least);
        expect((up?.at ?? 0) - 200.6).toBeLessThanOrEqual(most);
      }
    }
  });
});

test('a story begins at any phase of the probes, which differs by seed', () => {
  const strikes = [inject(0.5, 'B1', 'crash')];
  const times = SEEDS.map((seed) => flipsOf(strikes, { interval: 10 }, seed)[0]?.at ?? Infinity);

  // Were the phase the same, all would be within a tenth of the interval.
  const eachFifth = [0, 2, 4, 6, 8].map((from) => times.filter((at) => at > from && at <= from + 2).length);
  expect(Math.min(...eachFifth)).toBeGreaterThan(3);
});

test('a fault that is over before enough probes have failed is no failover', () => {
  const blip = [inject(100.3, 'B1', 'crash'), inject(110.35, 'B1', 'heal')];
  const flips = (fall: number): number[] =>
    SEEDS.map((seed) => flipsOf(blip, { interval: 10, fall }, seed).length);

  // Within 10.05 at least one probe fails, and those that follow quickly; thirteen never do.
  expect(flips(1)).toEqual(SEEDS.map(() => 2));
  expect(flips(13)).toEqual(SEEDS.map(() => 0));
});

test('a backend that fails fast, or is slow, is well to every probe', () => {
  const slow: ScenarioEvent = { at: 50, backend: 'B2', fault: { kind: 'slow', factor: 1e6 } };

  expect(flipsOf([inject(50, 'B1', 'fail-fast'), slow], { interval: 1, requestTimeout: 5 })).toEqual([]);
});

test('each balancer finds out for itself', () => {
  const flips = flipsOf([inject(100, 'B2', 'crash')], { interval: 10 }, 1, { balancers: 3 });

  expect(flips.map(({ balancer }) => balancer).sort()).toEqual([0, 1, 2]);
  expect(new Set(flips.map(({ at }) => at)).size).toBe(3);
  expect(flips.every(({ backend, up }) => backend === 'B2' && !up)).toBe(true);
});

test('what strikes at the very beginning strikes after the first probe has looked, and is a failover like all others', () => {
  const flips = flipsOf([inject(0, 'B1', 'crash'), inject(50, 'B1', 'heal')], { interval: 10 });

  expect(flips.map(({ up }) => up)).toEqual([false, true]);
  expect(flips[0]?.at).toBeGreaterThan(0);
});

test('without a scenario there are no probes, and all are up from the beginning', () => {
  const { flips, events } = runOf({ backends: 3, requests: 100 });

  expect([flips, events]).toEqual([[], 200]);
});

test('a backend that came back takes its share slowly when it is told to', () => {
  const events = [inject(50, 'B1', 'crash'), inject(100, 'B1', 'heal')];
  const share = (slowStart: number): number => {
    const options = { backends: 2, load: 0.5, algorithm: 'round-robin', seed: 3 } as const;
    const { perBackend } = runOf({
      ...options,
      scenario: scenarioWith(events, { duration: 300, interval: 1, slowStart }),
    });
    return perBackend[0]?.picked ?? 0;
  };

  expect(share(0)).toBeGreaterThan(100);
  expect(share(190)).toBeLessThan(0.8 * share(0));
});
