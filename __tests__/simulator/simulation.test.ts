import { describe, expect, test } from '@jest/globals';
import type { Algorithm } from '../../lib/schedulers/index.js';
import { planSimulation } from '../../lib/simulator/plan/plan.js';
import { Simulation } from '../../lib/simulator/simulation.js';
import type { ScenarioEvent } from '../../lib/simulator/scenarios/scenario.js';
import { clockwork, runOf, scenarioWith, inject } from './test-scenarios.js';
import { watchedRun, type Life } from './watched-run.js';

/** The most requests under way at once. */
function mostAtOnce(lives: readonly Life[]): number {
  const steps = lives.flatMap(({ cameAt, endedAt = Infinity }) => [
    { at: cameAt, change: 1 },
    { at: endedAt, change: -1 },
  ]);
  let [now, most] = [0, 0];
  // Who ends makes room for who comes at the same time.
  for (const { change } of steps.sort((a, b) => a.at - b.at || a.change - b.change))
    most = Math.max(most, (now += change));
  return most;
}

describe('a closed loop', () => {
  test.each([1, 4, 25])(
    'of %d clients never has more requests under way, and ends after as many as asked for',
    (clients) => {
      const { result, lives } = watchedRun({ backends: 3, clients, think: 0.5, requests: 1000 });

      expect(lives).toHaveLength(1000);
      expect(mostAtOnce(lives)).toBeLessThanOrEqual(clients);
      expect(result).toMatchObject({ requests: 1000, completed: 1000 });
    },
  );

  test('without time to think has all its clients under way all the time', () => {
    const { result } = watchedRun({ backends: 3, clients: 8, requests: 2000 });

    expect(result.meanQueue).toBeCloseTo(8, 9);
  });

  test('goes on when requests fail', () => {
    const events = [inject(20, 'B1', 'crash'), inject(40, 'B1', 'heal')];
    const scenario = scenarioWith(events, { duration: 1000, waitTimeout: 1, interval: 1 });
    const { result, lives } = watchedRun({ backends: 1, clients: 5, think: 1, requests: 300, scenario });

    expect(mostAtOnce(lives)).toBeLessThanOrEqual(5);
    expect(result.failures.lost).toBeGreaterThan(0);
    expect(result.failures.no_backend).toBeGreaterThan(10);
    expect(result.completed + result.failures.lost + result.failures.no_backend).toBe(300);
  });
});

describe('a backend that fails fast', () => {
  const scenario = scenarioWith([inject(100, 'B1', 'fail-fast'), inject(300, 'B1', 'heal')], {
    duration: 400,
  });
  const during = ({ pickedAt = 0 }: Life): boolean => pickedAt > 100 && pickedAt < 300;
  const shareOf = (algorithm: Algorithm): number => {
    const { result, lives } = watchedRun({ backends: 4, load: 0.8, algorithm, scenario });
    const all = lives.filter(during);
    const its = all.filter(({ backend }) => backend === 1);
    expect(result.failures.error).toBe(lives.filter(({ failure }) => failure === 'error').length);
    expect(its.every(({ failure, cameAt, endedAt }) => failure === 'error' && cameAt === endedAt)).toBe(true);
    expect(all.filter(({ failure }) => failure !== undefined)).toHaveLength(its.length);
    return its.length / all.length;
  };

  test('attracts whoever looks for the least busy', () => {
    expect(shareOf('least-connections')).toBeGreaterThan(0.35);
    expect(shareOf('power-of-two')).toBeGreaterThan(0.35);
  });

  test('gets its share, and no more, from those who do not look', () => {
    expect(shareOf('round-robin')).toBeCloseTo(0.25, 2);
  });
});

describe('a slow backend', () => {
  test('takes so many times longer from the middle of a request on', () => {
    const events: ScenarioEvent[] = [
      { at: 3.5, backend: 'B1', fault: { kind: 'slow', factor: 4 } },
      inject(5, 'B1', 'heal'),
    ];
    const { lives } = watchedRun(clockwork([1], events, {}, { requests: 4 }));

    // That of 3: half of it by 3.5, three eighths of the other half by 5, the last eighth at full speed.
    expect(lives.map(({ endedAt }) => endedAt)).toEqual([2, 3, 5.125, 6.125]);
  });

  test('gets less from those who look', () => {
    const slow: ScenarioEvent = { at: 0, backend: 'B1', fault: { kind: 'slow', factor: 4 } };
    const share = (algorithm: Algorithm): number => {
      const { perBackend, requests } = runOf({
        ...{ backends: 4, load: 0.6, algorithm, scenario: scenarioWith([slow], { duration: 500 }) },
      });
      return (perBackend[0]?.picked ?? 0) / requests;
    };

    expect(share('round-robin')).toBeCloseTo(0.25, 2);
    expect(share('least-connections')).toBeLessThan(0.15);
  });
});

describe('a backend that is taken out of service', () => {
  test.each(['fifo', 'ps'] as const)(
    'finishes what it has, gets nothing more, and nothing is lost, with %s',
    (discipline) => {
      const scenario = scenarioWith([inject(100, 'B2', 'remove'), inject(200, 'B2', 'add')], {
        duration: 300,
      });
      const { result, lives } = watchedRun({ backends: 3, load: 0.95, discipline, scenario });
      const its = lives.filter(({ backend }) => backend === 2);
      const picked = ({ pickedAt = 0 }: Life): number => pickedAt;

      expect(result.completed).toBe(result.requests);
      expect(its.some((life) => picked(life) < 100 && (life.endedAt ?? 0) > 100)).toBe(true);
      expect(its.some((life) => picked(life) >= 100 && picked(life) < 200)).toBe(false);
      expect(its.some((life) => picked(life) >= 200)).toBe(true);
      expect(result.flips).toEqual([]);
    },
  );
});

test('a cold backend serves little at first and all of its share when it is warm', () => {
  const cold: ScenarioEvent = {
    at: 10.5,
    backend: 'B1',
    fault: { kind: 'cold-start', factor: 10, warmup: 20 },
  };
  const { lives } = watchedRun(clockwork([2], [cold], { duration: 200 }));
  const sojourn = (request: number): number => (lives[request]?.endedAt ?? 0) - (lives[request]?.cameAt ?? 0);

  expect(sojourn(9)).toBe(0.5);
  expect(sojourn(10)).toBeGreaterThan(2);
  expect(sojourn(199)).toBeCloseTo(0.5, 9);
});

test('the course of a run adds up to the run', () => {
  const { course, completed, failures, perBackend, requests } = runOf({
    ...{ backends: 2, load: 0.95, bins: 37 },
    scenario: scenarioWith([inject(50, 'B1', 'crash'), inject(90, 'B1', 'heal')], {
      duration: 150,
      interval: 2,
    }),
  });
  const sum = (values: readonly number[] = []): number => values.reduce((total, value) => total + value, 0);

  expect(failures.lost).toBeGreaterThan(0);
  expect(sum(course?.completed)).toBe(completed);
  expect(sum(course?.failed)).toBe(requests - completed);
  expect(course?.step).toBeCloseTo(150 / 37, 12);
  expect(course?.queues).toHaveLength(perBackend.length);
});

test('all the time that requests spent at backends is in the course', () => {
  const { result, lives } = watchedRun({ backends: 3, load: 0.8, requests: 2000, bins: 49 });
  const { step = 0, queues = [] } = result.course ?? {};
  const spent = lives.reduce((sum, { pickedAt = 0, endedAt = 0 }) => sum + endedAt - pickedAt, 0);

  expect((queues.flat().reduce((sum, mean) => sum + mean, 0) * step) / spent).toBeCloseTo(1, 9);
});

test('progress is told now and then, as a share that grows', () => {
  const shares: number[] = [];
  const { settings } = planSimulation({ backends: 2, requests: 140_000 });
  new Simulation(settings, 1).run((share) => shares.push(share));

  expect(shares).toHaveLength(2);
  expect(shares[0]).toBeCloseTo((1 << 17) / 280_000, 2);
  expect(shares[1]).toBeCloseTo((1 << 18) / 280_000, 2);
});
