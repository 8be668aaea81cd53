import type { CustomScheduler } from '../../lib/schedulers/custom-algorithm.js';
import type { Candidate } from '../../lib/schedulers/scheduler.js';

/** A scheduler that always picks its last member that is left, with these methods instead. */
export function own(instead: Partial<Record<keyof CustomScheduler, unknown>> = {}): CustomScheduler {
  const members = new Set<Candidate>();
  return {
    add: (candidate: Candidate) => void members.add(candidate),
    remove: (candidate: Candidate) => void members.delete(candidate),
    loadChanged: () => undefined,
    weightChanged: () => undefined,
    pick(tried: ReadonlySet<Candidate>) {
      const candidate = [...members].filter((member) => !tried.has(member)).at(-1);
      return candidate && { candidate, why: 'last' };
    },
    ...instead,
  } as CustomScheduler;
}
