import { describe, expect, test } from '@jest/globals';
import { clockwork, inject } from '../test-scenarios.js';
import { watchedRun } from '../watched-run.js';

describe('with a limit of connections for each backend', () => {
  test('requests wait in one queue, first come, first served, the moment a place is free', () => {
    const { result, lives, picks } = watchedRun({
      backends: [1, 2],
      maxPerBackend: 1,
      load: 0.9,
      requests: 2000,
    });

    expect(picks).toEqual(picks.toSorted((a, b) => a - b));
    expect(result.completed).toBe(2000);
    for (const backend of [1, 2]) {
      const stays = lives.filter((life) => life.backend === backend);
      stays
        .slice(1)
        .forEach(({ pickedAt }, index) =>
          expect(pickedAt).toBeGreaterThanOrEqual(stays[index]?.endedAt ?? 0),
        );
    }
    const ends = new Set(lives.map(({ endedAt }) => endedAt));
    const waited = lives.filter(({ cameAt, pickedAt }) => pickedAt !== cameAt);
    expect(waited.length).toBeGreaterThan(500);
    expect(waited.every(({ pickedAt }) => ends.has(pickedAt))).toBe(true);
  });

  test('those that wait keep their order when the backend crashes and comes back', () => {
    const { result, lives, picks } = watchedRun(
      clockwork(
        [0.25],
        [inject(12.5, 'B1', 'crash'), inject(15, 'B1', 'heal')],
        { interval: 2 },
        { maxPerBackend: 1 },
      ),
    );
    // Whoever was first found the crash out, and is last among those who were there, as in `lbsim balance`.
    const lost = lives.findIndex(({ failure }) => failure === 'lost');
    const others = picks.filter((request) => request > lost + 1);

    expect(lost).toBe(2);
    expect(others).toEqual(others.toSorted((a, b) => a - b));
    expect(result.failures.lost).toBe(1);
    expect(result.completed).toBe(29);
  });

  test('any number of requests may wait and then fail at once', () => {
    const events = [
      inject(10.5, 'B1', 'remove'),
      inject(10.5, 'B1', 'fail-fast'),
      inject(19_999, 'B1', 'add'),
    ];
    const { result } = watchedRun(clockwork([2], events, { duration: 20_000 }));

    expect(result.failures.error).toBeGreaterThan(19_980);
    expect(result.completed + result.failures.error).toBe(20_000);
  });
});

test('a backend whose queue is full fails the request, though another has room', () => {
  const { result, lives } = watchedRun(clockwork([0.1, 2], [], { duration: 20 }, { queueLimit: 2 }));
  const failed = lives.filter(({ failure }) => failure !== undefined);

  // One is served and two wait at B1: of its requests at 1, 3, 5, 7, … the fourth finds no room; at 11 there is one.
  expect(failed.map(({ cameAt }) => cameAt)).toEqual([7, 9, 13, 15, 17, 19]);
  expect(
    failed.every(
      ({ failure, backend, cameAt, endedAt }) =>
        failure === 'queue_full' && backend === 1 && endedAt === cameAt,
    ),
  ).toBe(true);
  expect(result.failures.queue_full).toBe(6);
});
