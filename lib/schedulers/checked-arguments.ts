import { wrongType } from '../option-shape.js';
import type { Candidate, Scheduler } from './scheduler.js';

/**
 * Makes a scheduler refuse arguments that are no candidates, or no set of them: for callers that no compiler has checked.
 *
 * @returns the same scheduler; its methods throw LbsimError `ERR_OPTION_INVALID`
 */
export function checkingArguments<C extends Candidate>(scheduler: Scheduler<C>): Scheduler<C> {
  const add = scheduler.add.bind(scheduler);
  const remove = scheduler.remove.bind(scheduler);
  const loadChanged = scheduler.loadChanged.bind(scheduler);
  const weightChanged = scheduler.weightChanged.bind(scheduler);
  const answered = scheduler.answered?.bind(scheduler);
  const pick = scheduler.pick.bind(scheduler);
  const explain = scheduler.explain?.bind(scheduler);
  scheduler.add = (candidate) => add(checkedCandidate(candidate));
  scheduler.remove = (candidate) => remove(checkedCandidate(candidate));
  scheduler.loadChanged = (candidate) => loadChanged(checkedCandidate(candidate));
  scheduler.weightChanged = (candidate, before) => weightChanged(checkedCandidate(candidate), before);
  if (answered !== undefined)
    scheduler.answered = (candidate, ...answer) => answered(checkedCandidate(candidate), ...answer);
  scheduler.pick = (tried, ...details) => pick(checkedSet(tried), ...details);
  if (explain !== undefined)
    scheduler.explain = (tried, ...details) => explain(checkedSet(tried), ...details);
  return scheduler;
}

function checkedCandidate<C extends Candidate>(candidate: C): C {
  const { index } = (candidate as Partial<C> | null | undefined) ?? {};
  if (typeof index === 'number' && Number.isSafeInteger(index) && index >= 0) return candidate;
  throw wrongType(
    'candidate',
    candidate,
    'an object such as { index: 0, weight: 1, openConnections: 0 }, its index an integer from 0 up',
  );
}

function checkedSet<C>(tried: ReadonlySet<C>): ReadonlySet<C> {
  const { has } = (tried as Partial<ReadonlySet<C>> | null | undefined) ?? {};
  if (typeof has === 'function') return tried;
  throw wrongType('tried', tried, 'a set of candidates, such as new Set()');
}
