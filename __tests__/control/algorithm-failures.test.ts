import { afterEach, expect, it, jest } from '@jest/globals';
import { algorithmFailures } from '../../lib/control/algorithm-failures.js';
import { CustomAlgorithm } from '../../lib/schedulers/custom-algorithm.js';
import type { AlgorithmFailure } from '../../lib/schedulers/guarded.js';
import { own } from '../schedulers/own.js';

afterEach(() => void jest.restoreAllMocks());

it('failures are told of once a second for each method and kind', () => {
  const emitted: unknown[] = [];
  const source = { path: '/a/mine.js', given: 'mine.js', name: 'mine' };
  const tell = algorithmFailures(new CustomAlgorithm(() => own(), source), {
    emit: (name, payload) => emitted.push([name, payload]),
  });
  const clock = jest.spyOn(performance, 'now');
  const thrown: AlgorithmFailure = { method: 'pick', kind: 'threw', reason: 'pick threw 1' };
  const other: AlgorithmFailure = { method: 'add', kind: 'threw', reason: 'add threw 1' };
  for (const [now, failure] of [
    [0, thrown],
    [10, thrown],
    [20, other],
    [999, thrown],
    [1000, thrown],
  ] as const) {
    clock.mockReturnValue(now);
    tell(failure);
  }
  const of = { algorithm: 'mine', file: '/a/mine.js' };
  expect(emitted).toEqual(
    [thrown, other, thrown].map((failure) => ['algorithm_failed', { ...of, ...failure }]),
  );
});
