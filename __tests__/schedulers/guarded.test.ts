import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { CustomAlgorithm, type CustomScheduler } from '../../lib/schedulers/custom-algorithm.js';
import { algorithmError, GuardedScheduler, type AlgorithmFailure } from '../../lib/schedulers/guarded.js';
import type { Candidate, Pick } from '../../lib/schedulers/scheduler.js';
import { addAll, candidates, setLoad, setWeight, turns, type FakeCandidate } from '../helpers/candidates.js';
import { own } from './own.js';

type Methods = Parameters<typeof own>[0];

function guarded(methods?: Methods): {
  scheduler: GuardedScheduler<FakeCandidate>;
  failures: AlgorithmFailure[];
} {
  const failures: AlgorithmFailure[] = [];
  const algorithm = new CustomAlgorithm(() => own(methods));
  const inner: CustomScheduler = algorithm.create(() => 0, {});
  const views = new Map<unknown, Candidate>();
  let added: FakeCandidate | undefined;
  const add: (view: Candidate) => unknown = inner.add.bind(inner);
  const pick = inner.pick.bind(inner);
  inner.add = (view): unknown => {
    views.set(added, view);
    return add(view);
  };
  // What the tests pick are the candidates themselves, which an algorithm never sees.
  inner.pick = (...asked) => {
    const picked = pick(...asked);
    const view = views.get((picked as Partial<Pick> | undefined)?.candidate);
    return picked && view ? { ...picked, candidate: view } : picked;
  };
  const failed = (failure: AlgorithmFailure): void => void failures.push(failure);
  const scheduler = new GuardedScheduler<FakeCandidate>(inner, algorithm, failed);
  const addTo = scheduler.add.bind(scheduler);
  scheduler.add = (candidate) => {
    added = candidate;
    addTo(candidate);
  };
  return { scheduler, failures };
}

const boom = (): never => {
  throw new TypeError('boom\nand more');
};

describe('a guarded scheduler', () => {
  it('hands on what is right', () => {
    const { scheduler, failures } = guarded();
    const [a, b, c] = addAll(scheduler, candidates(1, 1, 1));
    expect(scheduler.pick(new Set())).toEqual({ candidate: c, why: 'last' });
    expect(turns(scheduler, 1, c)).toBe('B');
    scheduler.remove(b);
    expect(turns(scheduler, 1, c)).toBe('A');
    expect(turns(scheduler, 1, a, c)).toBe('-');
    expect(failures).toEqual([]);
  });

  it('notices that the algorithm writes to a candidate, which stays as it is', () => {
    const { scheduler, failures } = guarded({
      pick: (tried: ReadonlySet<FakeCandidate>) => {
        for (const candidate of tried) Object.assign(candidate, { index: 7 });
        return undefined;
      },
    });
    const [a, b] = addAll(scheduler, candidates(1, 1));
    expect(scheduler.pick(new Set([a]))?.candidate).toBe(b);
    expect([a.index, b.index]).toEqual([0, 1]);
    expect(failures).toMatchObject([{ method: 'pick', kind: 'threw' }]);
    expect(failures[0]?.reason).toMatch(/Cannot (set|assign).*index/);
  });

  it('calls the rule of a pick without a why by the name of the algorithm', () => {
    const [a] = candidates(1);
    const { scheduler } = guarded({ name: 'mine', pick: () => ({ candidate: a }) });
    scheduler.add(a);
    expect(scheduler.pick(new Set())?.why).toBe(scheduler.name);
  });

  const [a, b, tried, stranger] = candidates(1, 1, 1, 1);
  it.each<[string, unknown, AlgorithmFailure['kind'], string]>([
    ['throws', boom, 'threw', 'pick threw TypeError: boom'],
    [
      'throws what is no error',
      () => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- an algorithm of one's own may throw anything
        throw 'x';
      },
      'threw',
      "pick threw 'x'",
    ],
    [
      'throws at length',
      () => {
        throw new Error('x'.repeat(1000));
      },
      'threw',
      `pick threw Error: ${'x'.repeat(293)}…`,
    ],
    ['returns a promise', () => Promise.resolve({ candidate: a }), 'promise', 'pick returned a promise'],
    [
      'returns a promise that is rejected',
      () => Promise.reject(new Error('late')),
      'promise',
      'pick returned a promise',
    ],
    ['picks nothing', () => undefined, 'nothing', 'pick returned nothing, although 2 members are left'],
    ['picks null', () => null, 'nothing', 'pick returned nothing, although 2 members are left'],
    [
      'returns the candidate itself',
      () => a,
      'not_a_pick',
      'pick returned something else than { candidate, why }',
    ],
    ['returns a number', () => 0, 'not_a_pick', 'pick returned something else than { candidate, why }'],
    [
      'picks a stranger',
      () => ({ candidate: stranger }),
      'not_a_member',
      'pick returned the candidate of index 3, which is not a member',
    ],
    [
      'picks a copy',
      () => ({ candidate: { ...a, name: 'B1' } }),
      'not_a_member',
      'pick returned B1, which is not a member',
    ],
    [
      'picks one that was tried',
      () => ({ candidate: tried }),
      'tried',
      'pick returned the candidate of index 2, which is in tried',
    ],
    [
      'has a why of another type',
      () => ({ candidate: a, why: 5 }),
      'not_a_pick',
      'pick returned 5 as its why',
    ],
    [
      "has the router's own why",
      () => ({ candidate: a, why: 'sticky' }),
      'not_a_pick',
      "pick returned 'sticky' as its why",
    ],
  ])('is told of, and round-robin picks, when it %s', async (_name, pick, kind, reason) => {
    const { scheduler, failures } = guarded({ pick });
    addAll(scheduler, [a, b, tried]);
    const picks = [1, 2, 3].map(() => scheduler.pick(new Set([tried])));
    expect(picks).toEqual([a, b, a].map((candidate) => ({ candidate, why: 'round-robin' })));
    expect(failures[0]).toEqual({ method: 'pick', kind, reason });
    expect(failures).toHaveLength(3);
    await setImmediate(); // a rejection that nobody handles would end the process by now
  });

  it('is not asked when no member is left', () => {
    const { scheduler, failures } = guarded({ pick: boom });
    const [a] = candidates(1);
    expect(scheduler.pick(new Set())).toBeUndefined();
    scheduler.add(a);
    expect(scheduler.pick(new Set([a]))).toBeUndefined();
    expect(failures).toEqual([]);
  });

  it.each(['add', 'remove', 'loadChanged', 'weightChanged', 'answered'] as const)(
    'that throws in %s harms nobody',
    (method) => {
      const { scheduler, failures } = guarded({ [method]: boom });
      const [a, b] = addAll(scheduler, candidates(1, 1));
      setLoad(scheduler, a, 1);
      setWeight(scheduler, a, 2);
      scheduler.answered?.(a, 1, 1);
      scheduler.remove(b);
      const first = { method, kind: 'threw', reason: `${method} threw TypeError: boom` };
      expect(failures[0]).toEqual(first);
      expect(failures.every((failure) => failure.method === method || failure.method === 'pick')).toBe(true);
      expect(turns(scheduler, 2)).toBe('A A');
    },
  );

  it('that returns a promise where it is told something is told of', async () => {
    const { scheduler, failures } = guarded({ add: () => Promise.reject(new Error('late')) });
    scheduler.add(candidates(1)[0]);
    expect(failures).toEqual([{ method: 'add', kind: 'promise', reason: 'add returned a promise' }]);
    await setImmediate();
  });

  it('learns from answers only if the algorithm does', () => {
    expect(guarded().scheduler.answered).toBeUndefined();
    const told: unknown[] = [];
    const { scheduler } = guarded({ answered: (...answer: unknown[]) => void told.push(answer) });
    const [a] = addAll(scheduler, candidates(1));
    scheduler.answered?.(a, 5, 7);
    expect(told).toMatchObject([[{ index: a.index }, 5, 7]]);
  });

  it('lets through what is thrown by who is told', () => {
    const algorithm = new CustomAlgorithm(() => own({ pick: boom }));
    const scheduler = new GuardedScheduler<FakeCandidate>(
      algorithm.create(() => 0, {}),
      algorithm,
      (failure) => {
        throw algorithmError(algorithm, failure);
      },
    );
    scheduler.add(candidates(1)[0]);
    expect(() => scheduler.pick(new Set())).toThrow(
      expect.objectContaining({
        code: 'ERR_ALGORITHM',
        kind: 'runtime',
        message: 'algorithm custom failed: pick threw TypeError: boom: fix it',
      }),
    );
  });
});
