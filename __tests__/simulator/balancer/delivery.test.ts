import { describe, expect, test } from '@jest/globals';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import { clockwork, runOf, scenarioWith, inject, UNWATCHED } from '../test-scenarios.js';
import { presentAt, watchedRun } from '../watched-run.js';

describe('a backend that crashes', () => {
  const options: SimulationOptions = {
    backends: 3,
    load: 0.7,
    scenario: scenarioWith([inject(100.5, 'B2', 'crash'), inject(300, 'B2', 'heal')], { duration: 500 }),
  };

  test.each(['round-robin', 'least-connections', 'power-of-two'] as const)(
    'loses what it had, and nothing else is lost, by %s',
    (algorithm) => {
      const { result, lives } = watchedRun({ ...options, algorithm, load: 0.8 });
      const victims = presentAt(2, 100.5, lives);

      expect(victims.length).toBeGreaterThan(0);
      expect(victims.every(({ endedAt, failure }) => endedAt === 100.5 && failure === 'lost')).toBe(true);
      expect(result.failures).toEqual({
        lost: victims.length,
        no_backend: 0,
        queue_full: 0,
        queue_timeout: 0,
        rate_limited: 0,
        error: 0,
        timeout: 0,
      });
      expect(result.completed).toBe(result.requests - victims.length);
    },
  );

  test('gets nothing until it is found well again, and then does', () => {
    const { result, lives } = watchedRun(options);
    const [down, up] = result.flips;
    const times = lives.filter(({ backend }) => backend === 2).map(({ pickedAt }) => pickedAt ?? 0);

    expect([down?.backend, down?.up, up?.backend, up?.up, result.flips.length]).toEqual([
      'B2',
      false,
      'B2',
      true,
      2,
    ]);
    expect(times.some((time) => time > 100.5 && time < (up?.at ?? 0))).toBe(false);
    expect(times.some((time) => time > (up?.at ?? 0))).toBe(true);
    expect(up?.at).toBeGreaterThanOrEqual(300);
    expect(up?.at).toBeLessThanOrEqual(305);
  });

  test('refuses a connection, which is tried elsewhere at the same moment and counts as a failed probe', () => {
    const { result, lives } = watchedRun(clockwork([2, 2], [inject(10.5, 'B1', 'crash')], UNWATCHED));

    // Odd requests are B1's turn: that of 11 finds it out.
    expect(result.flips).toEqual([{ at: 11, balancer: 0, backend: 'B1', up: false }]);
    expect(lives[10]).toEqual({ cameAt: 11, pickedAt: 11, backend: 2, endedAt: 11.5 });
    expect(result.completed).toBe(30);
  });
});

describe('a backend that is a black hole', () => {
  test('is given up after the connect timeout, and the request goes elsewhere', () => {
    const { result, lives } = watchedRun(
      clockwork([2, 2], [inject(10.25, 'B1', 'black-hole')], { ...UNWATCHED, connectTimeout: 2.25 }),
    );

    expect(lives[10]).toEqual({ cameAt: 11, pickedAt: 13.25, backend: 2, endedAt: 13.75 });
    expect(lives[12]).toMatchObject({ cameAt: 13, pickedAt: 15.25, backend: 2 });
    expect(result.flips).toEqual([{ at: 13.25, balancer: 0, backend: 'B1', up: false }]);
    expect(result.completed).toBe(30);
  });

  test('keeps what it has begun until clients give up, after the request timeout', () => {
    const { result, lives } = watchedRun(
      clockwork(
        [0.25, 2],
        [inject(10.5, 'B1', 'black-hole')],
        { ...UNWATCHED, requestTimeout: 20 },
        { requests: 10 },
      ),
    );
    const stuck = presentAt(1, 10.5, lives);

    expect(stuck.length).toBeGreaterThan(1);
    for (const { cameAt, endedAt, failure } of stuck)
      expect([endedAt, failure]).toEqual([cameAt + 20, 'timeout']);
    expect(result.failures.timeout).toBe(stuck.length);
    expect(result.completed).toBe(10 - stuck.length);
  });

  test('goes on where it stopped when it is well again', () => {
    const { result, lives } = watchedRun(
      clockwork(
        [1],
        [inject(5.5, 'B1', 'black-hole'), inject(7.5, 'B1', 'heal')],
        { ...UNWATCHED, fall: 100, connectTimeout: 100 },
        { requests: 5 },
      ),
    );

    expect(lives[4]).toMatchObject({ cameAt: 5, pickedAt: 5, endedAt: 8 });
    expect(result.completed).toBe(5);
  });

  test('leaves no connection behind when a client gives up while connecting', () => {
    const { result, lives } = watchedRun(
      clockwork([2, 2], [inject(0.5, 'B1', 'black-hole')], {
        ...UNWATCHED,
        connectTimeout: 50,
        requestTimeout: 3,
      }),
    );
    const gaveUp = lives.filter(({ failure }) => failure === 'timeout');

    expect(gaveUp).toHaveLength(15);
    for (const { cameAt, endedAt, backend } of gaveUp)
      expect([endedAt, backend]).toEqual([cameAt + 3, undefined]);
    expect(result.completed).toBe(15);
  });
});

describe('while no backend is up', () => {
  const down = [inject(10.5, 'B1', 'crash'), inject(20.5, 'B1', 'heal')];

  test('requests wait, and are released in their order the moment one is', () => {
    const { result, lives, picks } = watchedRun(clockwork([4], down, { interval: 2 }));
    const up = result.flips.at(-1);
    const waited = lives.filter(({ cameAt }) => cameAt > 10.5 && cameAt < (up?.at ?? 0));

    expect(up?.up).toBe(true);
    expect(waited.length).toBeGreaterThanOrEqual(10);
    expect(new Set(waited.map(({ pickedAt }) => pickedAt))).toEqual(new Set([up?.at]));
    expect(picks).toEqual(picks.toSorted((a, b) => a - b));
    expect(result.completed).toBe(30);
  });

  test('a request that has waited for the wait timeout ends with no_backend', () => {
    const { result, lives } = watchedRun(clockwork([4], down, { interval: 2, waitTimeout: 3 }));
    const up = result.flips.at(-1)?.at ?? 0;
    const gaveUp = lives.filter(({ failure }) => failure !== undefined);

    expect(gaveUp.map(({ cameAt, endedAt }) => (endedAt ?? 0) - cameAt)).toEqual(gaveUp.map(() => 3));
    expect(gaveUp.map(({ cameAt }) => cameAt)).toEqual(
      lives.map(({ cameAt }) => cameAt).filter((cameAt) => cameAt > 10.5 && cameAt + 3 < up),
    );
    expect(result.failures.no_backend).toBe(gaveUp.length);
    expect(result.completed).toBe(30 - gaveUp.length);
  });

  test('a client whose patience is shorter ends with timeout, and its place in the line is gone', () => {
    const { result } = watchedRun(clockwork([4], down, { interval: 2, requestTimeout: 2 }));

    expect(result.failures.no_backend).toBe(0);
    expect(result.failures.timeout).toBeGreaterThan(5);
    expect(result.completed + result.failures.timeout).toBe(30);
  });
});

test('when all that are up refuse, they are tried again after a pause of a service mean, until the wait timeout', () => {
  const eleven = { requests: 11 };
  const both = ['B1', 'B2'].map((name) => inject(10.5, name, 'crash'));
  const { result, lives } = watchedRun(
    clockwork([2, 2], both, { ...UNWATCHED, fall: 1000, waitTimeout: 2.5 }, eleven),
  );
  const healed = watchedRun(
    clockwork([2, 2], [...both, inject(12.5, 'B2', 'heal')], { ...UNWATCHED, fall: 1000 }, eleven),
  );

  expect(lives[10]).toEqual({ cameAt: 11, endedAt: 13.5, failure: 'no_backend' });
  expect(result.flips).toEqual([]);
  expect(healed.lives[10]).toEqual({ cameAt: 11, pickedAt: 13, backend: 2, endedAt: 13.5 });
});

test('peak-ewma learns from clients that give up: a backend slower than they wait gets next to nothing', () => {
  // Ten backends that take 167 ms, one that takes 2 s, and clients that give up after 1 s, in mean service times.
  const options = {
    backends: [...Array.from({ length: 10 }, () => 1), 167 / 2000],
    weights: Array.from({ length: 11 }, () => 1),
    slots: 1000,
    service: 'deterministic',
    load: 0.003,
    ewmaDecay: 10_000 / 167,
    scenario: scenarioWith([], { duration: 400, requestTimeout: 1000 / 167 }),
  } as const;
  const answered = (['peak-ewma', 'least-connections'] as const).map((algorithm) => {
    const { completed, requests } = runOf({ ...options, algorithm });
    return completed / requests;
  });

  expect(answered[0]).toBeGreaterThanOrEqual(0.995);
  expect(answered[1]).toBeLessThan(0.99);
});
