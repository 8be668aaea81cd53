import { describe, expect, it } from '@jest/globals';
import { CustomAlgorithm } from '../../lib/schedulers/custom-algorithm.js';
import { GuardedScheduler, type AlgorithmFailure } from '../../lib/schedulers/guarded.js';
import type { Candidate, Pick } from '../../lib/schedulers/scheduler.js';
import { candidates } from '../helpers/candidates.js';
import { own } from './own.js';

const boom = (): never => {
  throw new TypeError('boom');
};

describe('the explanation of a guarded scheduler', () => {
  const says = (explain?: unknown, pick?: unknown) => {
    const failures: AlgorithmFailure[] = [];
    const algorithm = new CustomAlgorithm(() =>
      own({ name: 'mine', ...(explain !== undefined && { explain }), ...(pick !== undefined && { pick }) }),
    );
    const inner = algorithm.create(() => 0, {});
    const scheduler = new GuardedScheduler<Candidate>(inner, algorithm, (failure) => failures.push(failure));
    scheduler.add({ ...candidates(1)[0], name: 'B1' });
    const next = scheduler.explain(new Set())?.says;
    const made = scheduler.pick(new Set());
    return { next, made: scheduler.explain(new Set(), undefined, made), failures };
  };

  it('is that it chose, where the algorithm says nothing', () => {
    for (const explain of [undefined, () => undefined]) {
      const { next, made, failures } = says(explain);
      expect(next).toBe('mine decides.');
      expect(made).toMatchObject({ why: 'last', says: 'mine chose B1.' });
      expect(failures).toEqual([]);
    }
  });

  it('is what the algorithm says, made fit for a line', () => {
    const explain = (_tried: unknown, _key: unknown, made?: Pick): string =>
      made === undefined ? 'the last' : `${made.candidate.name} was\nlast`;
    expect(says(explain)).toMatchObject({ next: 'the last', made: { says: 'B1 was\\u000alast' } });
    expect(says(() => ({ says: 'so' })).made?.says).toBe('so');
  });

  it.each<[string, unknown, AlgorithmFailure['kind'], string]>([
    ['throws', boom, 'threw', 'explain threw TypeError: boom'],
    ['returns a promise', () => Promise.resolve('so'), 'promise', 'explain returned a promise'],
    ['returns a number', () => 7, 'not_a_sentence', 'explain returned 7 instead of a sentence'],
    ['returns a blank text', () => ' ', 'not_a_sentence', "explain returned ' ' instead of a sentence"],
  ])('is made without an algorithm that %s', (_what, explain, kind, reason) => {
    const { next, made, failures } = says(explain);
    expect(next).toBe(`mine decides; its ${reason}.`);
    expect(made?.says).toBe(`mine chose B1; its ${reason}.`);
    expect(failures).toMatchObject([
      { method: 'explain', kind, reason },
      { method: 'explain', kind, reason },
    ]);
  });

  it('says that round-robin picked where the algorithm failed', () => {
    const { made } = says(() => 'I know better', boom);
    expect(made).toMatchObject({ why: 'round-robin', says: 'mine failed, so round-robin picked B1.' });
  });
});
